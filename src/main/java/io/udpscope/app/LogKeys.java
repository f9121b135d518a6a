package io.udpscope.app;

import java.util.List;

/** The keys of the log of changes. Pure. */
final class LogKeys {
  private LogKeys() {}

  static AppState press(AppState state, Intent intent, int count, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
