package io.udpscope.app;

import io.udpscope.app.key.Intent;

/** The keys of the log of changes, newest first: all they do is choose a line. Pure. */
public final class LogKeys {
  /** With fewer rows there is no room for what the chosen line is about. */
  private static final int ROWS_WITH_DETAIL = 8;

  private LogKeys() {}

  /** Of so many rows, those that the list has; below are a line and the chosen one's detail. */
  public static int listRows(int rows) {
    return rows < ROWS_WITH_DETAIL ? rows : rows / 2;
  }

  /**
   * @param typed the count in front of the key, 0 if there is none
   */
  static AppState press(AppState state, Intent intent, int typed) {
    int page = Math.max(1, listRows(state.layout().viewRows()) - 1);
    return state.with(edit -> edit.log = within(state, edit.log.after(intent, typed, page)));
  }

  /** New lines come in on top: who looks at an older one goes on looking at it. */
  static ListView settled(AppState before, AppState state) {
    ListView view = state.log();
    int more = size(state) - size(before);
    boolean older = view.cursor() > 0 && more > 0;
    return within(state, older ? new ListView(view.top() + more, view.cursor() + more) : view);
  }

  private static ListView within(AppState state, ListView view) {
    return view.within(size(state), listRows(state.layout().viewRows()));
  }

  private static int size(AppState state) {
    return state.snapshot().changes().log().size() + state.snapshot().events().size();
  }
}
