package io.udpscope.app;

import io.udpscope.app.change.RuleSeed;
import java.util.List;
import java.util.Optional;

/** The keys of the views of conversations and talkers. Pure. */
final class FlowKeys {
  private FlowKeys() {}

  static AppState press(AppState state, Intent intent, int count, List<Command> commands) {
    return state.withNotice(Notice.warning("not built yet"));
  }

  /** What a rule made from the chosen conversation or talker asks for. */
  static Optional<RuleSeed> seed(AppState state) {
    return Optional.empty();
  }
}
