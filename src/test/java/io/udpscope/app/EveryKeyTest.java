package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.udpscope.app.key.FormKeyMap;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every key of the table, pressed in every view, pane and mode. */
class EveryKeyTest {
  private static final List<Key> KEYS =
      Stream.concat(
              KeyMap.STANDARD.bindings().stream().flatMap(one -> one.keys().stream()),
              FormKeyMap.BINDINGS.stream().flatMap(one -> one.keys().stream()))
          .distinct()
          .toList();

  private static List<Mode> modes() {
    Mode form = new ReplaySession(100, 30).attach().type("a").state().mode();
    Stream<Mode> prompts =
        Stream.of(Prompt.Kind.values())
            .filter(kind -> kind != Prompt.Kind.CONFIRM) // is never open without a change
            .map(kind -> new Mode.Prompting(Prompt.open(kind, "abc", "")));
    return Stream.concat(
            prompts,
            Stream.of(
                new Mode.Browsing(),
                new Mode.Help(3),
                new Mode.Marking(),
                new Mode.Jumping(),
                form))
        .toList();
  }

  /** What would put other rules in force. */
  private static boolean changesTraffic(Command command) {
    return command instanceof Command.ChangeRules
        || command instanceof Command.Undo
        || command instanceof Command.Redo
        || command instanceof Command.Keep;
  }

  @ParameterizedTest
  @EnumSource(View.class)
  void doesSomethingDefinedWhereverItIsPressed(View view) {
    AppState live = new ReplaySession(100, 30).attach().goOn().type("jd").state();
    AppState nothing = new ReplaySession(80, 24).state();
    for (AppState start : List.of(live, nothing)) {
      for (Pane pane : Pane.values()) {
        for (Mode mode : modes()) {
          press(start, view, pane, mode);
        }
      }
    }
  }

  private static void press(AppState start, View view, Pane pane, Mode mode) {
    AppState state =
        start.with(
            edit -> {
              edit.screen = edit.screen.showing(view).focusing(pane);
              edit.mode = mode;
            });
    for (Key key : KEYS) {
      String what = key.text() + " in " + view + ", " + pane + ", " + mode;
      assertThatCode(() -> check(state, key, mode)).as(what).doesNotThrowAnyException();
    }
  }

  private static void check(AppState state, Key key, Mode mode) {
    Update.Step step = Update.update(state, new Msg.KeyPressed(key));
    assertThat(step.state().layout().footer().height()).isEqualTo(1);
    if (mode instanceof Mode.Prompting || mode instanceof Mode.Help) {
      assertThat(step.commands()).noneMatch(EveryKeyTest::changesTraffic);
    }
  }

  @ParameterizedTest
  @EnumSource(View.class)
  void changesNothingWhereThatIsNotAllowed(View view) {
    AppState start = new ReplaySession(100, 30, true, 1 << 20).attach().arrive(50).state();
    for (Pane pane : Pane.values()) {
      AppState state = start.with(edit -> edit.screen = edit.screen.showing(view).focusing(pane));
      for (Key key : KEYS) {
        Update.Step step = Update.update(state, new Msg.KeyPressed(key));
        assertThat(step.commands()).as(key.text()).noneMatch(EveryKeyTest::changesTraffic);
        assertThat(step.state().mode()).isNotInstanceOf(Mode.Editing.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(View.class)
  void aDigitAloneChoosesAViewAndWithAMotionCounts(View view) {
    ReplaySession session = new ReplaySession(100, 30).attach().goOn();
    char digit = (char) ('1' + view.ordinal());
    assertThat(session.typeAlone(digit).state().screen().view()).isEqualTo(view);
    AppState counting = new ReplaySession(100, 30).attach().goOn().type("2").state();
    assertThat(counting.isHalfTyped()).isTrue();
    Update.Step down = Update.update(counting, new Msg.KeyPressed(Key.of('j')));
    assertThat(down.state().rules().cursor()).isEqualTo(2);
    assertThat(down.state().screen().view()).isEqualTo(View.PACKETS);
    assertThat(new ReplaySession(100, 30).type("12").state().isHalfTyped()).isFalse();
    assertThat(new ReplaySession(100, 30).type("7").state().isHalfTyped()).isFalse();
    assertThat(session.state().notice()).isEqualTo(Optional.empty());
  }
}
