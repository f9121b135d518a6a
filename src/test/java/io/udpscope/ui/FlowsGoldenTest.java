package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.ThemeName;
import io.udpscope.app.key.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conversations and talkers look like. */
class FlowsGoldenTest {
  private static ReplaySession live(int columns, int rows, String view) {
    ReplaySession session = new ReplaySession(columns, rows).attach();
    for (int second = 0; second < 6; second++) {
      session.datapath.exchange("10.0.0.7", 5006, "10.0.0.2", 5005, 40 + 9 * second, 30);
      session.datapath.exchange("2001:db8::9", 5008, "2001:db8::2", 5007, 3, second % 2);
      session.arrive(20 + 17 * (second % 3)).advance(800_000_000);
    }
    return session.typeAlone(view.charAt(0));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48"})
  void showsConversations(int columns, int rows) {
    ReplaySession session = live(columns, rows, "2");
    Golden.check("conversations", session);
    Golden.check(
        "conversations-mono-" + columns + "x" + rows,
        session.state(),
        new Appearance(ThemeName.MONO, false));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30", "160,48"})
  void showsTalkers(int columns, int rows) {
    ReplaySession session = live(columns, rows, "3");
    Golden.check("talkers", session);
    Golden.check(
        "talkers-mono-" + columns + "x" + rows,
        session.state(),
        new Appearance(ThemeName.MONO, false));
  }

  @Test
  void showsTalkersByPortInAnotherOrder() {
    Golden.check("talkers-ports", live(80, 24, "3").type("bbssr3j"));
  }

  @Test
  void saysWhatTheCaptureLost() {
    ReplaySession session = live(80, 24, "2");
    session.datapath.lose(1300);
    Golden.check("conversations-lost", session.advance(1_000_000_000));
  }

  /** What happened when: changes, what became of them, and losses. */
  @ParameterizedTest
  @CsvSource({"100,30", "160,48"})
  void showsTheLastMinutes(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach();
    for (int second = 0; second < 200; second++) {
      session.arrive(20 + 17 * (second % 31)).advance(800_000_000);
      switch (second) {
        case 20 -> session.type("jd");
        case 40 -> session.type("y");
        case 60 -> session.type("d");
        case 80 -> session.type("d"); // and nobody keeps it
        case 150 -> session.datapath.lose(1000);
        case 180 -> session.type("u");
        default -> {}
      }
    }
    Golden.check("timeline", session.typeAlone('3'));
  }

  @Test
  void saysWhyThereIsNobody() {
    ReplaySession session = new ReplaySession(80, 24).attach().typeAlone('2');
    Golden.check("conversations-empty", session);
  }

  @Test
  void fallsBackWhereThereIsLittleRoom() {
    Golden.check("conversations", live(40, 10, "2"));
    Golden.check("talkers", live(40, 10, "3").press(Key.Kind.TAB));
  }
}
