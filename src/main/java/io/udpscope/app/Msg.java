package io.udpscope.app;

import io.udpscope.app.key.Key;
import java.util.OptionalInt;

/** What can happen to the session as its screen sees it. */
public sealed interface Msg {
  record KeyPressed(Key key) implements Msg {}

  /** Nothing was typed for a moment behind a digit, see {@link AppState#isHalfTyped}. */
  record TypingPaused() implements Msg {}

  /** What was asked for, in words. */
  record Told(String text) implements Msg {}

  record Resized(int columns, int rows) implements Msg {}

  record SnapshotArrived(Snapshot snapshot) implements Msg {}

  /**
   * The terminal takes only so many frames a second, or keeps up again.
   *
   * @param framesPerSecond empty if it keeps up
   */
  record DisplayPaced(OptionalInt framesPerSecond) implements Msg {}

  /** The agent has more to do than it can take; what was asked was not done. */
  record AgentBusy() implements Msg {}
}
