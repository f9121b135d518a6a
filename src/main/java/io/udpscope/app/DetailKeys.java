package io.udpscope.app;

import java.util.List;

/** Opens and closes the headers of the detail pane. Pure. */
final class DetailKeys {
  private DetailKeys() {}

  static AppState press(AppState state, Intent intent, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
