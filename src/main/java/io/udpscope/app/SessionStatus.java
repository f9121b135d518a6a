package io.udpscope.app;

import io.udpscope.app.time.FileTime;
import io.udpscope.model.Hook;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How the session stands. */
public sealed interface SessionStatus {
  /** Those in use, each once. */
  default List<Hook> hooks() {
    return List.of();
  }

  record Attaching() implements SessionStatus {}

  record Live(List<Hook> hooks) implements SessionStatus {}

  /** Attached, but nothing can arrive on these. */
  record Down(List<Hook> hooks, String interfaceName) implements SessionStatus {}

  /**
   * The interface was deleted, and the program with it. What was captured can still be looked at.
   */
  record Gone(List<Hook> hooks, String interfaceName) implements SessionStatus {}

  /**
   * Nothing is attached: packets come out of a file.
   *
   * @param percent how much of it was read; empty if its size is not known
   * @param isDone all of it was
   * @param packets of all kinds so far
   * @param time that its datagrams span; empty if there is none so far
   */
  record OfFile(OptionalInt percent, boolean isDone, long packets, Optional<FileTime> time)
      implements SessionStatus {}

  /** The agent is dead. */
  record Failed(RuntimeException cause) implements SessionStatus {}
}
