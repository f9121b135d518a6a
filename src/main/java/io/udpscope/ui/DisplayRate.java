package io.udpscope.ui;

import java.util.OptionalInt;

/** Whether the terminal takes frames as fast as there are any. */
final class DisplayRate {
  private static final long WINDOW_NANOS = 2_000_000_000L;

  private long windowStart = System.nanoTime();
  private long writingNanos;
  private int frames;
  private OptionalInt slow = OptionalInt.empty();

  /** A frame was written in that time ({@link System#nanoTime}). */
  void drawn(long startNanos, long endNanos) {
    frames++;
    writingNanos += endNanos - startNanos;
    long window = endNanos - windowStart;
    if (window < WINDOW_NANOS) {
      return;
    }
    // A terminal that keeps up takes a frame in a millisecond; one that sets the pace, all the
    // time.
    boolean paces = writingNanos > window / 2;
    int perSecond = (int) Math.max(1, Math.round(frames * 1e9 / window));
    slow = paces ? OptionalInt.of(perSecond) : OptionalInt.empty();
    windowStart = endNanos;
    writingNanos = 0;
    frames = 0;
  }

  /** Frames a second that a slow terminal takes; empty if it keeps up. */
  OptionalInt slow() {
    return slow;
  }
}
