package io.udpscope.app;

import io.udpscope.model.Action;

/** What an update wants done. */
public sealed interface Command {
  /** Done by the agent, in the order of asking. */
  sealed interface ForAgent extends Command {}

  record ShowPackets(PacketWindow window) implements ForAgent {}

  record SetAction(String rule, Action action) implements ForAgent {}

  /** Ends the session with this exit code. */
  record Leave(int exitCode) implements Command {}

  /** Draws every cell anew, whatever the terminal shows. */
  record Redraw() implements Command {}

  record Suspend() implements Command {}
}
