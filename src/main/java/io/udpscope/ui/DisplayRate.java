package io.udpscope.ui;

import java.util.OptionalInt;

/** Whether the terminal takes frames as fast as there are any. */
final class DisplayRate {
  private static final long WINDOW_NANOS = 2_000_000_000L;

  private long windowStart = System.nanoTime();
  private long writingNanos;
  private int frames;
  private long bytes;
  private int framesPerSecond;
  private long bytesPerSecond;
  private OptionalInt slow = OptionalInt.empty();

  /**
   * A frame was written in that time ({@link System#nanoTime}).
   *
   * @param written bytes of it
   */
  void drawn(long startNanos, long endNanos, long written) {
    frames++;
    bytes += written;
    writingNanos += endNanos - startNanos;
    long window = endNanos - windowStart;
    if (window < WINDOW_NANOS) {
      return;
    }
    // A terminal that keeps up takes a frame in a millisecond; one that sets the pace, all the
    // time.
    boolean paces = writingNanos > window / 2;
    framesPerSecond = (int) Math.max(1, Math.round(frames * 1e9 / window));
    bytesPerSecond = Math.round(bytes * 1e9 / window);
    slow = paces ? OptionalInt.of(framesPerSecond) : OptionalInt.empty();
    windowStart = endNanos;
    writingNanos = 0;
    frames = 0;
    bytes = 0;
  }

  /**
   * In words: {@code display 10 fps, 4.1 kB/s; 312 kB in 40 writes so far}.
   *
   * @param bytes that have left since the start
   */
  String told(long bytes, long writes) {
    String rate = framesPerSecond + " fps, " + Figures.byteRate(bytesPerSecond);
    return "display " + rate + "; " + Figures.bytes(bytes) + " in " + writes + " writes so far";
  }

  /** Frames a second that a slow terminal takes; empty if it keeps up. */
  OptionalInt slow() {
    return slow;
  }
}
