package io.udpscope.app;

import java.util.List;

/** The keys of the views of conversations and talkers. Pure. */
final class FlowKeys {
  private FlowKeys() {}

  static AppState press(AppState state, Intent intent, int count, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
