package io.udpscope.app;

import io.udpscope.app.key.Intent;

/** The keys of the view of path health: it is a list, and all they do is move in it. Pure. */
final class HealthKeys {
  private HealthKeys() {}

  /**
   * @param typed the count in front of the key, 0 if there is none
   */
  static AppState press(AppState state, Intent intent, int typed) {
    int page = Math.max(1, state.layout().viewRows() - 1);
    return state.with(edit -> edit.health = settled(state, edit.health.after(intent, typed, page)));
  }

  /** What the cursor stands on may have gone. */
  static ListView settled(AppState state, ListView view) {
    return view.within(state.healthLines().size(), state.layout().viewRows());
  }
}
