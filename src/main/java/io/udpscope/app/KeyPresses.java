package io.udpscope.app;

import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import java.util.List;
import java.util.Optional;

/** What becomes of the state when a key is pressed: whose key it is depends on the mode. Pure. */
final class KeyPresses {
  private static final int MAX_COUNT = 999_999_999;

  private KeyPresses() {}

  static AppState pressed(AppState state, Key key, List<Command> commands) {
    if (state.mode() instanceof Mode.Marking) {
      return PacketsKeys.mark(BrowsingKeys.browse(state), key);
    }
    if (state.mode() instanceof Mode.Jumping) {
      return PacketsKeys.jump(BrowsingKeys.browse(state), key);
    }
    if (state.mode() instanceof Mode.Editing editing) {
      return FormKeys.press(state, editing, key, commands);
    }
    if (state.mode() instanceof Mode.Prompting prompting) {
      return FilterKeys.typed(state, PromptKeys.press(state, prompting, key, commands), commands);
    }
    if (key.isDigit() && !(key.character() == '0' && state.count() == 0)) {
      int typed = (int) Math.min(MAX_COUNT, state.count() * 10L + key.character() - '0');
      return state.with(edit -> edit.count = typed);
    }
    Optional<Intent> intent = BrowsingKeys.intent(state, key);
    if (intent.isEmpty()) {
      return BrowsingKeys.elsewhere(state.with(edit -> edit.count = 0), key);
    }
    AppState next =
        state.with(
            edit -> {
              edit.count = 0;
              edit.notice = Optional.empty();
            });
    if (state.mode() instanceof Mode.Help help) {
      return HelpKeys.press(next, help, intent.get(), state.count(), commands);
    }
    return BrowsingKeys.press(next, intent.get(), state.count(), commands);
  }

  /** A digit that nothing came behind is a key of its own. */
  static AppState paused(AppState state, List<Command> commands) {
    Optional<Intent> intent = BrowsingKeys.loneDigit(state);
    if (intent.isEmpty()) {
      return state;
    }
    AppState next =
        state.with(
            edit -> {
              edit.count = 0;
              edit.notice = Optional.empty();
            });
    return BrowsingKeys.press(next, intent.get(), 0, commands);
  }
}
