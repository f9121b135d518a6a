package io.udpscope.app;

import java.util.List;

/** The keys of the view of path health. Pure. */
final class HealthKeys {
  private HealthKeys() {}

  static AppState press(AppState state, Intent intent, int count, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
