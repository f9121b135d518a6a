package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Looking for something in payloads. */
class SearchKeysTest {
  private static ReplaySession live() {
    return new ReplaySession(120, 40).attach().arrive(600).press(Key.Kind.TAB);
  }

  private static ReplaySession find(ReplaySession session, String sought) {
    session.press(Key.control('F')).press(Key.control('U'));
    return session.type(sought).press(Key.Kind.ENTER);
  }

  private static long number(ReplaySession session) {
    return session.state().selected().orElseThrow().packet().number();
  }

  private static String lit(ReplaySession session) {
    ByteRange range = session.state().litBytes().orElseThrow();
    byte[] bytes = new byte[range.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) session.state().selected().orElseThrow().frameByte(range.from() + i);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String notice(ReplaySession session) {
    return session.state().notice().map(Notice::text).orElse("");
  }

  private static Optional<String> problem(ReplaySession session) {
    return session.state().mode() instanceof Mode.Prompting prompting
        ? prompting.prompt().problem()
        : Optional.empty();
  }

  @Test
  void theHitIsTheChosenPacketAndItsBytesAreLit() {
    ReplaySession session = find(live(), "postgres");
    assertThat(session.state().selected().orElseThrow().packet().info()).contains("postgres");
    assertThat(lit(session)).isEqualTo("postgres");
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Parked.class);
  }

  @Test
  void whoFollowsIsToldOfTheNewestAndGoesBackFromThere() {
    ReplaySession session = find(live(), "postgres");
    long newest = number(session);
    long older = number(session.type("N"));
    assertThat(older).isLessThan(newest);
    assertThat(number(session.type("N"))).isLessThan(older);
    assertThat(number(session.type("nn"))).isEqualTo(newest);
  }

  @Test
  void goesOnFromTheOtherEndAndSaysSo() {
    ReplaySession session = find(live(), "postgres");
    long newest = number(session);
    session.type("n");
    assertThat(notice(session)).isEqualTo("went on from the oldest packet");
    assertThat(number(session)).isLessThan(newest);
    session.type("N");
    assertThat(notice(session)).isEqualTo("went on from the newest packet");
    assertThat(number(session)).isEqualTo(newest);
  }

  @Test
  void startsWithTheChosenPacketWhereNobodyFollows() {
    ReplaySession session = find(live(), "postgres").type("N");
    long chosen = number(session);
    assertThat(number(find(session, "postgres"))).isEqualTo(chosen);
    assertThat(notice(session)).isEmpty();
  }

  @Test
  void findsBytes() {
    assertThat(lit(find(live(), "0x706f7374"))).isEqualTo("post");
  }

  @Test
  void findsExpressions() {
    assertThat(lit(find(live(), "/requests:\\d+\\|c/"))).matches("requests:\\d+\\|c");
  }

  @Test
  void whatIsNowhereIsSaidToBe() {
    ReplaySession session = live();
    long before = number(session);
    find(session, "no such words");
    assertThat(notice(session)).isEqualTo("no payload here has no such words");
    assertThat(number(session)).isEqualTo(before);
  }

  @Test
  void whatCannotBeLookedForIsRedAndStays() {
    ReplaySession session = live().press(Key.control('F')).type("/a(");
    assertThat(problem(session)).isPresent();
    session.press(Key.Kind.ENTER);
    assertThat(problem(session)).isPresent();
    session.type("b)/");
    assertThat(problem(session)).isEmpty();
  }

  @Test
  void looksOnlyAmongWhatTheFilterShows() {
    ReplaySession session = live().type("/port 53").press(Key.Kind.ENTER);
    find(session, "postgres");
    assertThat(notice(session)).contains("no payload here has");
    find(session, "example");
    assertThat(session.state().selected().orElseThrow().packet().destination()).endsWith(":53");
    assertThat(lit(session)).isEqualTo("example");
  }

  @Test
  void theHitIsLitAlsoWhenTheFilterIsGone() {
    ReplaySession session = live().type("/port 53").press(Key.Kind.ENTER);
    find(session, "example").type("/").press(Key.control('U')).press(Key.Kind.ENTER);
    assertThat(lit(session)).isEqualTo("example");
  }

  @Test
  void frozenFindsNothingThatCameLater() {
    ReplaySession session = live().type(" ").arrive(600);
    find(session, "postgres");
    for (int i = 0; i < 50; i++) {
      assertThat(number(session)).isLessThanOrEqualTo(600);
      session.type("n");
    }
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Frozen.class);
  }

  @Test
  void anExpressionThatNeverEndsIsGivenUp() {
    ReplaySession session = find(live(), "/(.+)+(.+)+(.+)+\\x00\\x00\\xffzzz/");
    assertThat(notice(session)).contains("asks too much of packet");
  }

  @Test
  void nextWithoutAnythingSoughtSaysWhatToDo() {
    assertThat(notice(live().type("n"))).isEqualTo("nothing was looked for yet: ^F does");
  }

  @Test
  void escapeStopsASearchThatIsOnItsWay() {
    ReplaySession session = live();
    session.press(Key.control('F')).type("x");
    AppState searching =
        Update.update(session.state(), new Msg.KeyPressed(Key.of(Key.Kind.ENTER))).state();
    Update.Step stopped = Update.update(searching, new Msg.KeyPressed(Key.of(Key.Kind.ESCAPE)));
    assertThat(stopped.commands()).contains(new Command.StopFinding(1));
    assertThat(stopped.state().message().orElseThrow().text()).isEqualTo("stopped looking for x");
    session.ask(new Command.StopFinding(1));
    assertThat(session.state().packets()).isInstanceOf(PacketsView.Following.class);
  }

  @Test
  void theBytesPaneComesIntoSightWhereOnlyOneDoes() {
    ReplaySession session = new ReplaySession(80, 24).attach().arrive(600);
    assertThat(session.state().layout().bytes().isEmpty()).isTrue();
    find(session, "postgres");
    assertThat(session.state().layout().bytes().isEmpty()).isFalse();
    assertThat(lit(session)).isEqualTo("postgres");
    int row = session.state().litBytes().orElseThrow().from() / 16;
    assertThat(row).isGreaterThanOrEqualTo(session.state().detail().bytesTop());
  }
}
