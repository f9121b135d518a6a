package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.Msg;
import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.Capture;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the screen looks like. */
class FrameGoldenTest {
  private static final Appearance COLOUR = new Appearance(true, false);
  private static final Appearance MONOCHROME = new Appearance(false, false);
  private static final Appearance ASCII = new Appearance(false, true);

  private static ReplaySession live(int columns, int rows) {
    return new ReplaySession(columns, rows).attach().goOn();
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "120,40", "200,60"})
  void showsPacketsAsTheyArrive(int columns, int rows) {
    String size = columns + "x" + rows;
    ReplaySession session = live(columns, rows);
    Golden.check("live-" + size, session.state(), COLOUR);
    Golden.check("live-mono-" + size, session.state(), MONOCHROME);
    Golden.check("live-ascii-" + size, session.state(), ASCII);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void saysThatItAttaches(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows);
    Golden.check("attaching-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void saysWhyThereIsNoPacket(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach();
    Golden.check("empty-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void saysThatRulesWantNothingCaptured(int columns, int rows) {
    List<Rule> silent =
        ReplaySession.RULES.stream().map(rule -> rule.withCapture(Capture.OFF)).toList();
    ReplaySession session =
        new ReplaySession(columns, rows, silent).attach().arrive(1234).advance(1_000_000_000);
    Golden.check("silent-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void showsHowFarBehindAParkedViewIs(int columns, int rows) {
    ReplaySession session = live(columns, rows).press(Key.Kind.TAB).type("3k").arrive(1500);
    Golden.check("parked-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void freezes(int columns, int rows) {
    ReplaySession session = live(columns, rows).type(" ").arrive(1234);
    Golden.check("frozen-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void showsAGapAsARow(int columns, int rows) {
    ReplaySession session = live(columns, rows);
    session.datapath.lose(1300);
    session.arrive(3);
    Golden.check("gap-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void lightsTheBytesOfAField(int columns, int rows) {
    ReplaySession session = live(columns, rows).press(Key.Kind.TAB).press(Key.Kind.TAB).type("4j");
    Golden.check("detail-" + columns + "x" + rows, session.state(), COLOUR);
    session.press(Key.Kind.TAB);
    Golden.check("bytes-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void zoomsAPane(int columns, int rows) {
    ReplaySession session = live(columns, rows).press(Key.Kind.TAB).press(Key.Kind.ENTER);
    Golden.check("zoom-packets-" + columns + "x" + rows, session.state(), COLOUR);
    session.press(Key.Kind.SHIFT_TAB).press(Key.Kind.SHIFT_TAB);
    Golden.check("zoom-bytes-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void listsItsKeys(int columns, int rows) {
    Golden.check("help-" + columns + "x" + rows, live(columns, rows).type("?").state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void confirmsAChange(int columns, int rows) {
    ReplaySession session = live(columns, rows).type("jd").arrive(200);
    Golden.check("changed-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @Test
  void saysThatAChangeWasRefused() {
    ReplaySession session = live(80, 24);
    session.datapath.refuseNext("the kernel refused the new rules: no space left");
    session.type("d");
    Golden.check("refused-80x24", session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void saysThatTheLinkIsSlow(int columns, int rows) {
    ReplaySession session = live(columns, rows).tell(new Msg.DisplayPaced(OptionalInt.of(4)));
    Golden.check("slow-" + columns + "x" + rows, session.state(), COLOUR);
  }

  @Test
  void offersNoChangeWhereItIsReadOnly() {
    ReplaySession session = new ReplaySession(80, 24, true, 1 << 20).attach().arrive(30).type("d");
    Golden.check("read-only-80x24", session.state(), COLOUR);
    session.type("?");
    Golden.check("read-only-help-80x24", session.state(), COLOUR);
  }

  @Test
  void saysThatTheInterfaceIsDownOrGone() {
    ReplaySession session = live(80, 24);
    session.datapath.happen(new DatapathEvent.InterfaceDown("eth0"));
    session.settle();
    Golden.check("down-80x24", session.state(), COLOUR);
    session.datapath.happen(new DatapathEvent.InterfaceGone("eth0"));
    session.settle();
    Golden.check("gone-80x24", session.state(), COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"20,5", "39,24", "80,9", "5,1", "40,10", "60,16", "80,15"})
  void fallsBackWhereThereIsLittleRoom(int columns, int rows) {
    Golden.check("small-" + columns + "x" + rows, live(columns, rows).state(), COLOUR);
  }

  /** A page that is not turned at once is older than what else is shown. */
  @Test
  void neverSaysThatMoreIsKeptThanCame() {
    ReplaySession session = new ReplaySession(80, 24).attach().arrive(100).advance(1_000_000_000);
    for (int i = 0; i < 10; i++) {
      session.datapath.offer(200);
      session.advance(100_000_000);
      assertThat(Golden.draw(session.state(), COLOUR)).doesNotContain("kept");
    }
  }
}
