package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.find.FilterNews;
import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PageRow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The display filter: typing it, and moving among what it lets through. */
class FilterKeysTest {
  private static ReplaySession live() {
    return new ReplaySession(120, 40).attach().arrive(600);
  }

  private static ReplaySession filtered(String expression) {
    return filter(live().press(Key.Kind.TAB), expression);
  }

  private static ReplaySession filter(ReplaySession session, String expression) {
    return session.type("/").press(Key.control('U')).type(expression).press(Key.Kind.ENTER);
  }

  private static Optional<String> problem(ReplaySession session) {
    return session.state().mode() instanceof Mode.Prompting prompting
        ? prompting.prompt().problem()
        : Optional.empty();
  }

  private static String inForce(ReplaySession session) {
    return session.state().snapshot().filter().inForce();
  }

  private static List<PageRow.PacketRow> packets(ReplaySession session) {
    return session.state().page().rows().stream()
        .filter(PageRow.PacketRow.class::isInstance)
        .map(PageRow.PacketRow.class::cast)
        .toList();
  }

  private static PageRow.PacketRow chosen(ReplaySession session) {
    return session.state().selected().orElseThrow().packet();
  }

  private static String notice(ReplaySession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  @Test
  void aFilterShowsWhatItAcceptsAndNothingElse() {
    ReplaySession session = filtered("port 53");
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
    assertThat(inForce(session)).isEqualTo("port 53");
    assertThat(packets(session)).isNotEmpty().allMatch(row -> row.destination().endsWith(":53"));
    FilterNews news = session.state().snapshot().filter();
    assertThat(news.percent()).isEqualTo(100);
    assertThat(news.packets()).isBetween(50L, 250L);
  }

  @Test
  void aWrongFilterIsRedAsItIsTypedAndTheOldOneStays() {
    ReplaySession session = filtered("port 53");
    session.type("/").type("9999");
    assertThat(problem(session)).contains("illegal port number 539999 > 65535");
    assertThat(inForce(session)).isEqualTo("port 53");
  }

  @Test
  void aFilterThatIsMendedIsRedNoMore() {
    ReplaySession session = live().type("/port 5300000");
    assertThat(problem(session)).contains("illegal port number 5300000 > 65535");
    assertThat(session.press(Key.Kind.LEFT).press(Key.Kind.END))
        .matches(one -> problem(one).isPresent());
    session.press(Key.Kind.ENTER);
    assertThat(session.state().mode()).isInstanceOf(Mode.Prompting.class);
    assertThat(inForce(session)).isEmpty();
    for (int i = 0; i < 5; i++) {
      session.press(Key.Kind.BACKSPACE);
    }
    assertThat(problem(session)).isEmpty();
    session.press(Key.Kind.ENTER);
    assertThat(inForce(session)).isEqualTo("port 53");
  }

  @Test
  void escapeLeavesTheOldFilter() {
    ReplaySession session = filtered("port 53").type("/ or port 514").press(Key.Kind.ESCAPE);
    assertThat(inForce(session)).isEqualTo("port 53");
  }

  @Test
  void anEmptyLineShowsAllAgain() {
    ReplaySession session = filter(filtered("port 53"), "");
    assertThat(inForce(session)).isEmpty();
    assertThat(session.state().snapshot().page().endRow())
        .isEqualTo(session.state().snapshot().page().storeEnd());
    assertThat(packets(session)).anyMatch(row -> !row.destination().endsWith(":53"));
  }

  @Test
  void aFilterThatSomebodyElseAsksForAndThatIsWrongIsThereToBeMended() {
    ReplaySession session = live();
    session.ask(new Command.SetFilter("port nowhere"));
    assertThat(problem(session)).contains("unknown port 'nowhere'");
  }

  @Test
  void newPacketsAreFilteredAsTheyCome() {
    ReplaySession session = filtered("port 53");
    long before = session.state().snapshot().filter().packets();
    long newest = chosen(session).number();
    session.arrive(500).advance(100_000_000);
    assertThat(session.state().snapshot().filter().packets()).isGreaterThan(before + 30);
    assertThat(chosen(session).number()).isGreaterThan(newest);
    assertThat(packets(session)).allMatch(row -> row.destination().endsWith(":53"));
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Following.class);
  }

  @Test
  void whatIsChosenStaysChosenIfItStillIsShown() {
    ReplaySession session = live().press(Key.Kind.TAB).type("70k");
    while (!chosen(session).destination().endsWith(":53")) {
      session.type("k");
    }
    long number = chosen(session).number();
    filter(session, "port 53");
    assertThat(chosen(session).number()).isEqualTo(number);
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Parked.class);
    filter(session, "udp");
    assertThat(chosen(session).number()).isEqualTo(number);
    filter(session, "");
    assertThat(chosen(session).number()).isEqualTo(number);
  }

  @Test
  void whatIsNotShownAnyMoreLeavesItsPlaceToTheNext() {
    ReplaySession session = live().press(Key.Kind.TAB).type("70k");
    while (chosen(session).destination().endsWith(":53")) {
      session.type("k");
    }
    long number = chosen(session).number();
    filter(session, "port 53");
    assertThat(chosen(session).number()).isGreaterThan(number);
    long next = chosen(session).number();
    assertThat(chosen(session.type("k")).number()).isLessThan(number);
    assertThat(chosen(session.type("j")).number()).isEqualTo(next);
  }

  @Test
  void keysMoveAmongTheRowsThatAreShown() {
    ReplaySession session = filtered("port 53").type("g");
    long first = chosen(session).number();
    long second = chosen(session.type("j")).number();
    long third = chosen(session.type("j")).number();
    assertThat(chosen(session.type(second + "g")).number()).isEqualTo(second);
    assertThat(chosen(session.type((second + 1) + "g")).number()).isEqualTo(third);
    assertThat(chosen(session.type("99k")).number()).isEqualTo(first);
    session.press(Key.Kind.PAGE_DOWN).press(Key.Kind.PAGE_DOWN);
    assertThat(chosen(session).destination()).endsWith(":53");
    assertThat(session.type("G").state().packets()).isInstanceOf(PacketsView.Following.class);
  }

  @Test
  void arrivalsDoNotMoveTheRowUnderTheCursor() {
    ReplaySession session = filtered("port 53").type("5k");
    PageRow.PacketRow before = chosen(session);
    List<PageRow> rows = session.state().page().rows();
    session.arrive(700).arrive(700);
    assertThat(chosen(session)).isEqualTo(before);
    assertThat(session.state().page().rows()).isEqualTo(rows);
  }

  @Test
  void frozenShowsNothingThatCameLaterWhateverTheFilter() {
    ReplaySession session = filtered("port 53").type(" ");
    long newest = chosen(session).number();
    session.arrive(400);
    filter(session, "port 53 or port 514");
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Frozen.class);
    assertThat(chosen(session).number()).isEqualTo(newest);
    assertThat(chosen(session.type("99j")).number()).isLessThanOrEqualTo(600);
    filter(session, "");
    assertThat(chosen(session.type("999j")).number()).isLessThanOrEqualTo(600);
    session.type(" ");
    assertThat(chosen(session).number()).isGreaterThan(700);
  }

  @Test
  void marksAreOfPacketsAndNotOfPlaces() {
    ReplaySession session = filtered("port 53").type("7k").type("ma");
    long number = chosen(session).number();
    session.type("G");
    assertThat(chosen(session.type("'a")).number()).isEqualTo(number);
    filter(session, "");
    session.type("G");
    assertThat(chosen(session.type("'a")).number()).isEqualTo(number);
  }

  @Test
  void gapsStayInSight() {
    ReplaySession session = live().press(Key.Kind.TAB);
    session.datapath.lose(77);
    session.arrive(3);
    filter(session, "port 1");
    assertThat(packets(session)).isEmpty();
    assertThat(session.state().page().rows())
        .singleElement()
        .isInstanceOfSatisfying(PageRow.GapRow.class, gap -> assertThat(gap.lost()).isPositive());
    assertThat(session.state().snapshot().filter().packets()).isZero();
  }

  @Test
  void whatMadeRoomIsNotShown() {
    ReplaySession session = filtered("port 53").type("g");
    for (int i = 0; i < 40; i++) {
      session.arrive(500);
    }
    PacketPage page = session.state().snapshot().page();
    assertThat(notice(session)).contains("made room for newer ones");
    assertThat(packets(session)).isNotEmpty().allMatch(row -> row.destination().endsWith(":53"));
    assertThat(page.endRow() - page.firstRow())
        .isEqualTo(session.state().snapshot().filter().packets());
  }

  @Test
  void aFilterThatAcceptsNothingLeavesNothingChosen() {
    ReplaySession session = filtered("tcp");
    assertThat(session.state().selected()).isEmpty();
    session.type("jkgG5gma'a ").type(" ");
    assertThat(session.state().page().rows()).isEmpty();
    filter(session, "");
    assertThat(session.state().selected()).isPresent();
  }
}
