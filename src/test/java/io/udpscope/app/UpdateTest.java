package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.key.Key;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PageRow;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.Action;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each key does. */
class UpdateTest {
  private static ReplaySession live() {
    return new ReplaySession(120, 40).attach().arrive(200);
  }

  private static ReplaySession inPackets() {
    return live().press(Key.Kind.TAB);
  }

  private static PacketPage page(ReplaySession session) {
    return session.state().page();
  }

  private static long cursor(ReplaySession session) {
    return session.state().packetCursor();
  }

  private static long newest(ReplaySession session) {
    return session.state().snapshot().page().endRow() - 1;
  }

  private static String notice(ReplaySession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  // Panes

  @Test
  void startsInTheRulesPaneOnTheFirstRule() {
    assertThat(live().state().screen().focus()).isEqualTo(Pane.RULES);
    assertThat(live().state().rules().cursor()).isZero();
  }

  @Test
  void tabGoesAroundThePanesAndShiftTabBack() {
    ReplaySession session = live();
    for (Pane pane : List.of(Pane.VIEW, Pane.DETAIL, Pane.BYTES, Pane.RULES)) {
      session.press(Key.Kind.TAB);
      assertThat(session.state().screen().focus()).isEqualTo(pane);
    }
    for (Pane pane : List.of(Pane.BYTES, Pane.DETAIL, Pane.VIEW, Pane.RULES)) {
      session.press(Key.Kind.SHIFT_TAB);
      assertThat(session.state().screen().focus()).isEqualTo(pane);
    }
  }

  @Test
  void tabReachesPanesForWhichThereIsNoRoom() {
    ReplaySession session = new ReplaySession(60, 12).attach().arrive(50);
    session.press(Key.Kind.TAB).press(Key.Kind.TAB);
    assertThat(session.state().layout().detail().isEmpty()).isFalse();
    session.press(Key.Kind.TAB);
    assertThat(session.state().layout().bytes().isEmpty()).isFalse();
    assertThat(session.state().layout().footer().isEmpty()).isFalse();
  }

  @Test
  void enterAndBackslashZoomAndComeBack() {
    ReplaySession session = inPackets().press(Key.Kind.ENTER);
    assertThat(session.state().screen().zoomed()).contains(Pane.VIEW);
    assertThat(session.state().layout().rules().isEmpty()).isTrue();
    assertThat(page(session).rows().size()).isGreaterThan(20);
    assertThat(session.type("\\").state().screen().zoomed()).isEmpty();
    assertThat(session.type("\\").press(Key.Kind.ESCAPE).state().screen().zoomed()).isEmpty();
  }

  @Test
  void tabMovesTheZoom() {
    ReplaySession session = inPackets().press(Key.Kind.ENTER).press(Key.Kind.TAB);
    assertThat(session.state().screen().zoomed()).contains(Pane.DETAIL);
  }

  // Moving

  @ParameterizedTest
  @CsvSource({"j,1", "3j,3", "jjk,1", "99j,3", "G,3", "Gg,0", "3g,2", "0j,1", "k,0"})
  void movesInTheRules(String keys, int row) {
    assertThat(live().type(keys).state().rules().cursor()).isEqualTo(row);
  }

  @ParameterizedTest
  @EnumSource(
      value = Key.Kind.class,
      names = {"UP", "DOWN", "PAGE_UP", "PAGE_DOWN", "HOME", "END", "LEFT", "RIGHT"})
  void keysOfTheCursorBlockMove(Key.Kind kind) {
    ReplaySession session = inPackets().type("60k");
    long before = cursor(session);
    session.press(kind);
    switch (kind) {
      case UP -> assertThat(cursor(session)).isEqualTo(before - 1);
      case DOWN -> assertThat(cursor(session)).isEqualTo(before + 1);
      case PAGE_UP -> assertThat(cursor(session)).isLessThan(before - 10);
      case PAGE_DOWN -> assertThat(cursor(session)).isGreaterThan(before + 10);
      case HOME -> assertThat(cursor(session)).isZero();
      case END -> assertThat(cursor(session)).isEqualTo(newest(session));
      case RIGHT -> assertThat(session.state().packetsShift()).isEqualTo(8);
      default -> assertThat(session.state().packetsShift()).isZero();
    }
  }

  @Test
  void followsWhatArrives() {
    ReplaySession session = inPackets();
    assertThat(cursor(session)).isEqualTo(newest(session));
    session.arrive(100);
    assertThat(cursor(session)).isEqualTo(newest(session));
    assertThat(page(session).row(newest(session))).isNotNull();
  }

  @Test
  void movingUpStopsFollowingAndNothingMovesTheRowUnderTheCursor() {
    ReplaySession session = inPackets();
    long before = newest(session);
    session.type("2k");
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Parked.class);
    assertThat(cursor(session)).isEqualTo(before - 2);
    PacketPage shown = page(session);
    for (int i = 0; i < 5; i++) {
      session.arrive(300);
      assertThat(cursor(session)).isEqualTo(before - 2);
      assertThat(page(session).rows()).isEqualTo(shown.rows());
    }
    assertThat(newest(session)).isGreaterThan(before + 1000);
  }

  @Test
  void goesOnFollowingWithCapitalG() {
    ReplaySession session = inPackets().type("5k").arrive(10).type("G").arrive(10);
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Following.class);
    assertThat(cursor(session)).isEqualTo(newest(session));
  }

  @Test
  void movingDownWhileFollowingGoesOnFollowing() {
    assertThat(inPackets().type("j").state().packets()).isInstanceOf(PacketsView.Following.class);
  }

  @Test
  void theFirstRowIsTheOldestInTheStore() {
    ReplaySession session = inPackets().type("g");
    assertThat(cursor(session)).isZero();
    assertThat(page(session).top()).isZero();
    assertThat(session.type("5g").state().packetCursor()).isEqualTo(4);
  }

  @Test
  void aRowThatMakesRoomForNewerOnesSaysSo() {
    ReplaySession session = inPackets().type("g").arrive(20_000);
    assertThat(session.state().snapshot().page().firstRow()).isPositive();
    assertThat(cursor(session)).isEqualTo(session.state().snapshot().page().firstRow());
    assertThat(notice(session)).contains("made room for newer ones");
  }

  @Test
  void scrollsDetailAndBytes() {
    ReplaySession session = new ReplaySession(80, 24).attach().arrive(40).type(" ");
    session.press(Key.Kind.TAB).press(Key.Kind.TAB).type("jjoG");
    assertThat(session.state().detail().lines().top()).isPositive();
    session.press(Key.Kind.TAB).type("G");
    assertThat(session.state().detail().bytesTop()).isPositive();
    session.type("g");
    assertThat(session.state().detail().bytesTop()).isZero();
  }

  @Test
  void aCountIsForgottenByWhatIsNoKey() {
    ReplaySession session = live().type("2").press(Key.Kind.OTHER).type("j");
    assertThat(session.state().rules().cursor()).isEqualTo(1);
  }

  // Freezing

  @Test
  void spaceFreezesWhatIsShownAndCountsWhatCame() {
    ReplaySession session = live().type(" ");
    List<PageRow> shown = page(session).rows();
    session.arrive(500);
    assertThat(page(session).rows()).isEqualTo(shown);
    PacketsView.Frozen frozen = (PacketsView.Frozen) session.state().packets();
    assertThat(session.state().snapshot().page().packets() - frozen.packetsThen())
        .isGreaterThan(300);
    assertThat(session.type(" ").state().packets()).isInstanceOf(PacketsView.Following.class);
    assertThat(cursor(session)).isEqualTo(newest(session));
  }

  @Test
  void aFrozenViewOutlivesTheStore() {
    ReplaySession session = inPackets().type(" ");
    List<PageRow> shown = page(session).rows();
    session.arrive(20_000);
    assertThat(session.state().snapshot().page().firstRow()).isGreaterThan(shown.get(0).row());
    session.type("5k");
    assertThat(page(session).rows()).isEqualTo(shown);
    assertThat(session.state().selected().orElseThrow().packet().row()).isEqualTo(cursor(session));
    session.type("99k");
    assertThat(page(session).rows()).isEqualTo(shown);
  }

  @Test
  void scrollsInAFrozenViewButNotBeyondItsEnd() {
    ReplaySession session = inPackets().type(" ");
    long end = newest(session);
    session.arrive(100).type("50k");
    assertThat(cursor(session)).isEqualTo(end - 50);
    assertThat(page(session).row(end - 50)).isNotNull();
    session.type("99j");
    assertThat(cursor(session)).isEqualTo(end);
    assertThat(page(session).row(end + 1)).isNull();
  }

  // Marks

  @Test
  void jumpsToAMark() {
    ReplaySession session = inPackets().type("40k");
    long marked = cursor(session);
    session.type("maG").arrive(50).type("'a");
    assertThat(cursor(session)).isEqualTo(marked);
    assertThat(notice(session.type("'z"))).contains("no packet is marked as z");
  }

  @Test
  void noKeyIsTakenForTwoThings() {
    ReplaySession session = live().type("md");
    assertThat(session.state().snapshot().rules().get(0).rule().action()).isEqualTo(Action.DROP);
    assertThat(session.state().marks()).containsKey('d');
  }

  // Changing traffic

  @Test
  void dTogglesDropAndPassOfTheChosenRule() {
    ReplaySession session = live().type("d");
    assertThat(session.datapath.rules().get(0).action()).isEqualTo(Action.PASS);
    RuleRow row = session.state().snapshot().rules().get(0);
    assertThat(row.rule().action()).isEqualTo(Action.PASS);
    assertThat(row.generation()).isEqualTo(2);
    assertThat(session.state().asked().pending()).isEmpty();
    session.type("jd");
    assertThat(session.datapath.rules().get(1).action()).isEqualTo(Action.DROP);
    assertThat(session.state().snapshot().rules().get(1).generation()).isEqualTo(3);
  }

  @Test
  void aChangeIsPendingUntilTheProgramHasConfirmedIt() {
    AppState before = live().state();
    Update.Step first = Update.update(before, new Msg.KeyPressed(Key.of('d')));
    var pass = new RuleChange.SetAction("telemetry", Action.PASS);
    assertThat(first.commands()).containsExactly(new Command.ChangeRules(1, pass));
    assertThat(first.state().asked().pending()).map(AskedChanges.Pending::ticket).contains(1L);
    Update.Step second = Update.update(first.state(), new Msg.KeyPressed(Key.of('d')));
    var drop = new RuleChange.SetAction("telemetry", Action.DROP);
    assertThat(second.commands()).containsExactly(new Command.ChangeRules(2, drop));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void dInOtherPanesChangesNothingYet(int tabs) {
    ReplaySession session = live();
    for (int i = 0; i < tabs; i++) {
      session.press(Key.Kind.TAB);
    }
    session.type("d");
    assertThat(session.state().mode()).isInstanceOf(Mode.Editing.class);
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void dChangesNothingWhereNoRuleIsChosen() {
    ReplaySession session = live().type("Gd");
    assertThat(notice(session)).contains("no rule matches");
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void dChangesNothingWhereItIsReadOnly() {
    ReplaySession session = new ReplaySession(80, 24, true, 1 << 20).attach().type("d");
    assertThat(notice(session)).contains("--read-only");
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void dChangesNothingWhileHelpIsShown() {
    ReplaySession session = live().type("?d");
    assertThat(session.state().mode()).isInstanceOf(Mode.Help.class);
    assertThat(session.datapath.rules()).isEqualTo(ReplaySession.RULES);
  }

  @Test
  void aRefusedChangeSaysWhyAndTheRowShowsWhatIsInForce() {
    ReplaySession session = live();
    session.datapath.refuseNext("the kernel refused");
    session.type("d");
    assertThat(notice(session)).isEqualTo("the kernel refused");
    assertThat(session.state().asked().pending()).isEmpty();
    assertThat(session.state().snapshot().rules().get(0).rule().action()).isEqualTo(Action.DROP);
  }

  @Test
  void aBusyAgentIsNotTakenForAChange() {
    Update.Step asked = Update.update(live().state(), new Msg.KeyPressed(Key.of('d')));
    AppState state = Update.update(asked.state(), new Msg.AgentBusy()).state();
    assertThat(state.asked().pending()).isEmpty();
    assertThat(state.notice().orElseThrow().text()).contains("not done");
  }

  // What happens to the session

  @Test
  void saysThatAnInterfaceIsGoneAndStaysOpen() {
    ReplaySession session = live();
    session.datapath.happen(new DatapathEvent.InterfaceGone("eth0"));
    session.settle();
    assertThat(session.state().snapshot().status()).isInstanceOf(SessionStatus.Gone.class);
    assertThat(session.state().notice().orElseThrow().severity()).isEqualTo(Notice.Severity.ALARM);
    assertThat(session.commands()).isEmpty();
    assertThat(notice(session.type("d"))).contains("nothing is attached");
  }

  @Test
  void saysThatAnInterfaceIsDownAndUpAgain() {
    ReplaySession session = live();
    session.datapath.happen(new DatapathEvent.InterfaceDown("eth0"));
    session.settle();
    assertThat(session.state().snapshot().status()).isInstanceOf(SessionStatus.Down.class);
    session.datapath.happen(new DatapathEvent.InterfaceUp("eth0"));
    session.settle();
    assertThat(session.state().snapshot().status()).isInstanceOf(SessionStatus.Live.class);
    assertThat(notice(session)).contains("up again");
  }

  @Test
  void aResizeIsDrawnWholeAndAsksForAsManyPackets() {
    ReplaySession session = inPackets();
    int before = page(session).rows().size();
    session.resize(200, 60);
    assertThat(session.commands()).containsExactly(new Command.Redraw());
    assertThat(page(session).rows().size()).isGreaterThan(before);
  }

  @ParameterizedTest
  @CsvSource({"20,5", "1,1", "2,2", "40,10", "300,100"})
  void noSizeIsTooSmallOrTooLarge(int columns, int rows) {
    ReplaySession session = inPackets().resize(columns, rows).type("5k G?q").arrive(10);
    assertThat(session.state().layout().footer().height()).isEqualTo(1);
  }

  @Test
  void saysHowSlowTheDisplayIs() {
    Msg slow = new Msg.DisplayPaced(OptionalInt.of(4));
    AppState state = Update.update(live().state(), slow).state();
    assertThat(state.slowDisplay()).hasValue(4);
    Msg fine = new Msg.DisplayPaced(OptionalInt.empty());
    assertThat(Update.update(state, fine).state().slowDisplay()).isEmpty();
  }

  // Leaving

  @Test
  void leaves() {
    assertThat(live().type("q").commands()).containsExactly(new Command.Leave(0));
    assertThat(live().press(Key.control('C')).commands()).containsExactly(new Command.Leave(130));
    assertThat(live().press(Key.control('\\')).commands()).containsExactly(new Command.Leave(131));
    assertThat(live().type("?").press(Key.control('C')).commands())
        .containsExactly(new Command.Leave(130));
  }

  @Test
  void qLeavesTheHelpFirst() {
    ReplaySession session = live().type("?q");
    assertThat(session.commands()).isEmpty();
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
  }

  @Test
  void suspendsAndRedraws() {
    assertThat(live().press(Key.control('Z')).commands()).containsExactly(new Command.Suspend());
    assertThat(live().press(Key.control('L')).commands()).containsExactly(new Command.Redraw());
  }

  /** Nobody could read it, and over a slow link it is dear. */
  @Test
  void aPageOfWhichNoRowWouldStayIsTurnedThreeTimesASecond() {
    ReplaySession session = new ReplaySession(80, 24).attach();
    session.arrive(100).advance(1_000_000_000);
    int turned = 0;
    PacketPage page = session.state().page();
    for (int i = 0; i < 20; i++) {
      session.datapath.offer(100);
      session.advance(100_000_000);
      turned += session.state().page().rows().equals(page.rows()) ? 0 : 1;
      page = session.state().page();
      assertThat(page.row(session.state().packetCursor())).isNotNull();
    }
    assertThat(turned).isBetween(6, 7);
    session.advance(300_000_000);
    assertThat(session.state().page().packets())
        .as("when nothing comes any more")
        .isEqualTo(session.state().snapshot().ledger().tap().read());
  }

  @Test
  void aPageThatPacketsComeToOneByOneGoesWithThem() {
    ReplaySession session = new ReplaySession(80, 24).attach();
    session.arrive(100).advance(1_000_000_000);
    for (int i = 0; i < 20; i++) {
      session.datapath.offer(2);
      session.advance(100_000_000);
      assertThat(session.state().page().packets())
          .isEqualTo(session.state().snapshot().ledger().tap().read());
    }
  }
}
