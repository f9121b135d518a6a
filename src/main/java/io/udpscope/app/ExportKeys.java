package io.udpscope.app;

import java.util.List;

/** What leaves the session: copies, files, bundles. Pure. */
final class ExportKeys {
  private ExportKeys() {}

  static AppState write(AppState state, Prompt prompt, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }

  static AppState copy(AppState state, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
