package io.udpscope.app.time;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Turns the clock that records bear into local wall-clock time. That of the kernel is monotonic,
 * and off by what is measured again every second, as wall-clock time is stepped and slewed; records
 * out of a file bear nanoseconds since 1970.
 */
public final class DayClock {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

  private final TimeSource time;
  private final ZoneId zone;
  private final boolean ofFile;
  private long epochOffset;
  private long zoneNanos;

  public DayClock(TimeSource time, ZoneId zone) {
    this(time, zone, false);
  }

  /**
   * @param ofFile records bear nanoseconds since 1970
   */
  public DayClock(TimeSource time, ZoneId zone, boolean ofFile) {
    this.time = time;
    this.zone = zone;
    this.ofFile = ofFile;
    measure();
  }

  /** Records bear nanoseconds since 1970. */
  public boolean isOfFile() {
    return ofFile;
  }

  public void measure() {
    Instant now = time.wallClock();
    epochOffset = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - time.monotonicNanos();
    zoneNanos = zoneNanos(now);
  }

  private long zoneNanos(Instant at) {
    return zone.getRules().getOffset(at).getTotalSeconds() * NANOS_PER_SECOND;
  }

  /** Local time since midnight, nanoseconds, of the time that a record bears. */
  public long timeOfDayNanos(long recordNanos) {
    if (!ofFile) {
      return Math.floorMod(recordNanos + epochOffset + zoneNanos, NANOS_PER_DAY);
    }
    Instant at = Instant.ofEpochSecond(0, recordNanos); // on one side of a change of summer time
    return Math.floorMod(recordNanos + zoneNanos(at), NANOS_PER_DAY);
  }

  /** The local day that the time of a record is of, counted from 1970-01-01. */
  public long epochDay(long recordNanos) {
    long epoch = recordNanos + epochOffsetNanos();
    long local = epoch + (ofFile ? zoneNanos(Instant.ofEpochSecond(0, epoch)) : zoneNanos);
    return Math.floorDiv(local, NANOS_PER_DAY);
  }

  public long nowOfDayNanos() {
    return Math.floorMod(time.monotonicNanos() + epochOffset + zoneNanos, NANOS_PER_DAY);
  }

  /** What makes nanoseconds since 1970 of the time that a record bears. */
  public long epochOffsetNanos() {
    return ofFile ? 0 : epochOffset;
  }
}
