package io.udpscope.app;

import io.udpscope.model.Hook;
import java.util.List;

/** How the session stands; {@code hooks} are those in use, each once. */
public sealed interface SessionStatus {
  record Attaching() implements SessionStatus {}

  record Live(List<Hook> hooks) implements SessionStatus {}

  /** Attached, but nothing can arrive on these. */
  record Down(List<Hook> hooks, String interfaceName) implements SessionStatus {}

  /**
   * The interface was deleted, and the program with it. What was captured can still be looked at.
   */
  record Gone(List<Hook> hooks, String interfaceName) implements SessionStatus {}

  /** The agent is dead. */
  record Failed(RuntimeException cause) implements SessionStatus {}
}
