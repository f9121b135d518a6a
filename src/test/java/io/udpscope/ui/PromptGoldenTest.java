package io.udpscope.ui;

import io.udpscope.app.ReplaySession;
import io.udpscope.app.ThemeName;
import io.udpscope.app.key.Key;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a line that is being typed looks like, and every theme. */
class PromptGoldenTest {
  @ParameterizedTest
  @CsvSource({"80,24", "40,10"})
  void offersWhatALineMayBecome(int columns, int rows) {
    ReplaySession session = new ReplaySession(columns, rows).attach();
    Golden.check("command-empty", session.type(":"));
    Golden.check("command-candidates", session.type("vi").press(Key.Kind.TAB));
    session.type(" a line that is far longer than the screen is wide, so that it moves aside");
    Golden.check("command-long", session);
    Golden.check("command-refused", session.press(Key.Kind.ENTER));
  }

  @ParameterizedTest
  @EnumSource(ThemeName.class)
  void everyThemeTellsApart(ThemeName theme) {
    ReplaySession session = new ReplaySession(100, 30).attach().goOn().type("jd");
    Golden.check("theme-" + theme.word(), session.state(), new Appearance(theme, false));
  }
}
