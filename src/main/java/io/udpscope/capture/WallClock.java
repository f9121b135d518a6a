package io.udpscope.capture;

import java.time.Instant;

/**
 * Turns the kernel's monotonic time into wall-clock time. The offset between the two is measured
 * again every second, so that a clock that is set while packets come shows in the packets after.
 *
 * <p>{@link System#nanoTime()} is CLOCK_MONOTONIC on Linux, the clock of {@code
 * bpf_ktime_get_ns()}. Not for sharing between threads.
 */
public final class WallClock {
  private static final long MEASURE_EVERY_NANOS = 1_000_000_000L;
  private static final int SAMPLES = 3;

  private long measuredAt;
  private long offset;

  public WallClock() {
    measure();
  }

  /**
   * Measures the offset again if the last time was a second ago or more. Once a batch is enough.
   */
  public void refresh() {
    if (System.nanoTime() - measuredAt >= MEASURE_EVERY_NANOS) {
      measure();
    }
  }

  /** Nanoseconds since 1970-01-01T00:00:00Z of a time of the monotonic clock. */
  public long epochNanos(long monotonicNanos) {
    return monotonicNanos + offset;
  }

  /** The wall clock is read between two looks at the other one; the closest pair is the truest. */
  private void measure() {
    long closest = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long after = System.nanoTime();
      if (after - before < closest) {
        closest = after - before;
        long epoch = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        offset = epoch - (before + (after - before) / 2);
        measuredAt = after;
      }
    }
  }
}
