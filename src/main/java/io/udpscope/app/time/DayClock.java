package io.udpscope.app.time;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Turns the kernel's monotonic clock into local wall-clock time, by an offset that is measured
 * again every second: wall-clock time is stepped and slewed.
 */
public final class DayClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

  private final TimeSource time;
  private final ZoneId zone;
  private long offsetNanos;

  public DayClock(TimeSource time, ZoneId zone) {
    this.time = time;
    this.zone = zone;
    measure();
  }

  public void measure() {
    Instant now = time.wallClock();
    long monotonic = time.monotonicNanos();
    long local = now.getEpochSecond() + zone.getRules().getOffset(now).getTotalSeconds();
    offsetNanos = local * NANOS_PER_SECOND + now.getNano() - monotonic;
  }

  /** Local time since midnight, nanoseconds. */
  public long timeOfDayNanos(long monotonicNanos) {
    return Math.floorMod(monotonicNanos + offsetNanos, NANOS_PER_DAY);
  }

  public long nowOfDayNanos() {
    return timeOfDayNanos(time.monotonicNanos());
  }
}
