package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.key.Key;
import io.udpscope.app.layout.View;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for by name is done as if its key had been pressed. */
class CommandLineTest {
  private final ReplaySession session = new ReplaySession(100, 30).attach().goOn();

  private AppState enter(String line) {
    return session.type(":" + line).press(Key.Kind.ENTER).state();
  }

  private Prompt prompt() {
    return ((Mode.Prompting) session.state().mode()).prompt();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "goto",
        "goto x",
        "goto 9999999999",
        "view",
        "theme pink",
        "down x",
        "rules",
        "rules !"
      })
  void aLineThatCannotBeUnderstoodStaysWithTheReason(String line) {
    enter(line);
    assertThat(prompt().line().value()).isEqualTo(line);
    assertThat(prompt().problem()).isPresent();
    session.press(Key.Kind.ESCAPE);
    assertThat(session.state().mode()).isInstanceOf(Mode.Browsing.class);
  }

  @Test
  void changesTrafficInTheRulesPaneAlone() {
    session.press(Key.Kind.TAB).press(Key.Kind.TAB);
    assertThat(enter("remove-rule").notice().orElseThrow().text()).contains("rules pane");
    assertThat(session.state().snapshot().changes().log()).isEmpty();
  }

  @Test
  void changesNothingWhereThatIsNotAllowed() {
    ReplaySession readOnly = new ReplaySession(80, 24, true, 1 << 20).attach();
    AppState state = readOnly.type(":toggle-action").press(Key.Kind.ENTER).state();
    assertThat(state.notice().orElseThrow().text()).contains("--read-only");
  }

  @Test
  void changesTrafficAsTheKeyWould() {
    enter("toggle-action");
    assertThat(session.state().snapshot().changes().log()).hasSize(1);
  }

  @Test
  void saysWhereAnActionHasAMeaning() {
    assertThat(enter("sort").notice().orElseThrow().text())
        .isEqualTo("sort does something in conversations and talkers alone");
  }

  @ParameterizedTest
  @EnumSource(View.class)
  void goesToAView(View view) {
    assertThat(enter("view " + view.name().toLowerCase(Locale.ROOT)).screen().view())
        .isEqualTo(view);
  }

  @ParameterizedTest
  @CsvSource({"goto 2,1", "first 2,1", "goto 1,0", "down 2,2", "last,3"})
  void movesToWhereItIsTold(String line, int cursor) {
    assertThat(enter(line).rules().cursor()).isEqualTo(cursor);
  }

  @Test
  void colours() {
    enter("theme light");
    assertThat(session.commands()).containsExactly(new Command.UseTheme(ThemeName.LIGHT));
  }

  @Test
  void quits() {
    enter("quit");
    assertThat(session.commands()).containsExactly(new Command.Leave(0));
  }

  @Test
  void tabGoesAroundTheNamesThatBeginSo() {
    session.type(":find");
    assertThat(prompt().candidates()).containsExactly("find-next", "find-previous");
    for (String word : new String[] {"find-next", "find-previous", "find-next"}) {
      session.press(Key.Kind.TAB);
      assertThat(prompt().line().value()).isEqualTo(word);
    }
    session.press(Key.Kind.SHIFT_TAB);
    assertThat(prompt().line().value()).isEqualTo("find-previous");
  }

  @Test
  void tabCompletesWhatAWordTakes() {
    session.type(":theme h").press(Key.Kind.TAB);
    assertThat(prompt().line().value()).isEqualTo("theme high-contrast");
    session.press(Key.Kind.ESCAPE).type(":zzz").press(Key.Kind.TAB);
    assertThat(prompt().line().value()).isEqualTo("zzz");
  }

  @Test
  void upBringsBackWhatWasEnteredAndDownWhatWasTyped() {
    enter("goto 1");
    enter("goto 2");
    session.type(":x").press(Key.Kind.UP);
    assertThat(prompt().line().value()).isEqualTo("goto 2");
    session.press(Key.Kind.UP).press(Key.Kind.UP);
    assertThat(prompt().line().value()).isEqualTo("goto 1");
    session.press(Key.Kind.DOWN).press(Key.Kind.DOWN).press(Key.Kind.DOWN);
    assertThat(prompt().line().value()).isEqualTo("x");
  }

  @Test
  void controlWErasesAWord() {
    session.type(":goto  55").press(Key.control('W'));
    assertThat(prompt().line().value()).isEqualTo("goto  ");
    session.press(Key.control('W'));
    assertThat(prompt().line().value()).isEmpty();
  }

  @Test
  void noKeyOfALineChangesTraffic() {
    session.type(":dtfaexJKuy").press(Key.control('R'));
    assertThat(session.state().snapshot().changes().log()).isEmpty();
    assertThat(prompt().line().value()).isEqualTo("dtfaexJKuy");
  }
}
