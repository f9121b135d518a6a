package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.key.Key;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrangements of the panes. */
class LayoutGoldenTest {
  @ParameterizedTest
  @CsvSource({"100,30", "160,48"})
  void standsSideBySide(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach().goOn().type("|");
    Golden.check("beside", session.press(Key.Kind.TAB));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "100,30"})
  void givesAllRoomToThePackets(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach().goOn();
    session.type(columns < 100 ? "|" : "||").press(Key.Kind.TAB);
    Golden.check("packets-alone", session);
  }
}
