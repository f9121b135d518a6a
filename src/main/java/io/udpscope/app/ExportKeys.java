package io.udpscope.app;

import io.udpscope.app.export.ExportRequest;
import java.util.List;

/** What leaves the session: files and bundles. Pure. */
final class ExportKeys {
  private ExportKeys() {}

  /** Of the lines {@code write to:} and {@code bundle to:}; one that cannot be taken stays. */
  static AppState write(AppState state, Prompt prompt, List<Command> commands) {
    boolean bundle = prompt.kind() == Prompt.Kind.BUNDLE;
    ExportRequest.Scope otherwise = bundle ? ExportRequest.Scope.ALL : ExportRequest.Scope.SHOWN;
    ExportRequest request;
    try {
      request = ExportRequest.parse(prompt.line().value(), otherwise);
    } catch (IllegalArgumentException e) {
      return PromptKeys.with(state, prompt.refused(e.getMessage()));
    }
    if (!bundle && request.namesRules()) {
      commands.add(new Command.WriteRules(request));
    } else if (bundle) {
      commands.add(new Command.Bundle(request));
    } else {
      long row = state.selected().map(one -> one.packet().row()).orElse(-1L);
      commands.add(new Command.WritePackets(request, row));
    }
    return state;
  }
}
