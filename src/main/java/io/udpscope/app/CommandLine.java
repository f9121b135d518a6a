package io.udpscope.app;

import java.util.List;

/** Actions by their names. Pure. */
final class CommandLine {
  private CommandLine() {}

  static AppState run(AppState state, Prompt prompt, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
