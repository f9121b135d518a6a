package io.udpscope.app;

import java.util.List;

/** The keys that look for packets. Pure. */
final class FindKeys {
  private FindKeys() {}

  static AppState filter(AppState state, Prompt prompt, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }

  static AppState find(AppState state, Prompt prompt, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }

  /** To the next or the one before of what was sought. */
  static AppState press(AppState state, Intent intent, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
