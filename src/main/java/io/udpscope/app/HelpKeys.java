package io.udpscope.app;

import io.udpscope.app.key.Intent;
import java.util.List;

/** The keys of the page that shows the keys. Pure. */
final class HelpKeys {
  private HelpKeys() {}

  static AppState press(
      AppState state, Mode.Help help, Intent intent, int typed, List<Command> commands) {
    int count = Math.max(1, typed);
    int page = Math.max(1, state.screen().rows() - 4);
    return switch (intent) {
      case HELP, BACK, ZOOM, QUIT -> BrowsingKeys.browse(state);
      case UP -> helpFrom(state, help.top() - count);
      case DOWN -> helpFrom(state, help.top() + count);
      case PAGE_UP -> helpFrom(state, help.top() - page);
      case PAGE_DOWN -> helpFrom(state, help.top() + page);
      case FIRST -> helpFrom(state, 0);
      case LAST -> helpFrom(state, Integer.MAX_VALUE);
      case REDRAW, SUSPEND, INTERRUPT, ABORT -> BrowsingKeys.leave(state, intent, commands);
      default -> state;
    };
  }

  private static AppState helpFrom(AppState state, int top) {
    int lines = state.help().size();
    int last = Math.max(0, lines - Math.max(1, state.screen().rows() - 5));
    return state.with(edit -> edit.mode = new Mode.Help(Math.max(0, Math.min(last, top))));
  }
}
