package io.udpscope.app;

import java.util.List;

/** The keys of the view of path health: it is a list, and all they do is move in it. Pure. */
final class HealthKeys {
  private HealthKeys() {}

  /**
   * @param typed the count in front of the key, 0 if there is none
   */
  static AppState press(AppState state, Intent intent, int typed, List<Command> commands) {
    int count = Math.max(1, typed);
    int page = Math.max(1, state.layout().viewRows() - 1);
    int row = state.health().cursor();
    return switch (intent) {
      case UP -> moveTo(state, row - count);
      case DOWN -> moveTo(state, row + count);
      case PAGE_UP -> moveTo(state, row - count * page);
      case PAGE_DOWN -> moveTo(state, row + count * page);
      case FIRST -> moveTo(state, Math.max(0, typed - 1));
      case LAST -> moveTo(state, Integer.MAX_VALUE / 2);
      default -> state;
    };
  }

  private static AppState moveTo(AppState state, int row) {
    return state.with(edit -> edit.health = settled(state, edit.health.moveTo(row)));
  }

  /** What the cursor stands on may have gone. */
  static ListView settled(AppState state, ListView view) {
    return view.within(state.healthLines().size(), state.layout().viewRows());
  }
}
