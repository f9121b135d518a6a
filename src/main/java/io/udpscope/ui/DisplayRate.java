package io.udpscope.ui;

import java.util.OptionalInt;

/** How many frames and bytes a second leave for the terminal. One thread's. */
final class DisplayRate {
  private static final long WINDOW_NANOS = 2_000_000_000L;

  private long windowStart;
  private int frames;
  private long bytes;
  private int framesPerSecond;
  private long bytesPerSecond;

  /**
   * @param startNanos now, as {@link System#nanoTime} has it
   */
  DisplayRate(long startNanos) {
    windowStart = startNanos;
  }

  /** The last part of a frame has left. */
  void drawn(long nowNanos) {
    frames++;
    count(nowNanos);
  }

  /** So much of a frame has left. */
  void sent(int more) {
    bytes += more;
  }

  private void count(long nowNanos) {
    long window = nowNanos - windowStart;
    if (window < WINDOW_NANOS) {
      return;
    }
    framesPerSecond = (int) Math.max(1, Math.round(frames * 1e9 / window));
    bytesPerSecond = Math.round(bytes * 1e9 / window);
    windowStart = nowNanos;
    frames = 0;
    bytes = 0;
  }

  /**
   * Frames a second that the terminal takes; empty if it keeps up.
   *
   * @param paced the terminal sets the pace
   */
  OptionalInt slow(long nowNanos, boolean paced) {
    count(nowNanos);
    return paced && framesPerSecond > 0 ? OptionalInt.of(framesPerSecond) : OptionalInt.empty();
  }

  /**
   * In words: {@code display 10 fps, 4.1 kB/s; 312 kB in 40 writes so far}.
   *
   * @param total bytes that have left since the start
   */
  String told(long total, long writes) {
    String rate = framesPerSecond + " fps, " + Figures.byteRate(bytesPerSecond);
    return "display " + rate + "; " + Figures.bytes(total) + " in " + writes + " writes so far";
  }
}
