package io.udpscope.app.time;

import io.udpscope.datapath.TimeSpread;

/**
 * The time that a file spans, as the clocks of this place show it.
 *
 * @param spanNanos from the first datagram to the last
 * @param aheadNanos from the beginning of the first stretch to the first datagram
 * @param stretchNanos how long each stretch of it is
 * @param packets in each stretch; not to be written to
 */
public record FileTime(
    Moment first, Moment last, long spanNanos, long aheadNanos, long stretchNanos, long[] packets) {
  private static final long DAY_NANOS = 86_400_000_000_000L;

  /**
   * @param epochDay the local day, counted from 1970-01-01
   * @param timeOfDayNanos local time since midnight
   */
  public record Moment(long epochDay, long timeOfDayNanos) {}

  public static FileTime of(TimeSpread spread, DayClock clock) {
    return new FileTime(
        moment(spread.firstNanos(), clock),
        moment(spread.lastNanos(), clock),
        spread.lastNanos() - spread.firstNanos(),
        spread.firstNanos() - spread.startNanos(),
        spread.stretchNanos(),
        spread.packets());
  }

  private static Moment moment(long nanos, DayClock clock) {
    return new Moment(clock.epochDay(nanos), clock.timeOfDayNanos(nanos));
  }

  /** The stretch that a moment is in, from 0; beyond them if it is in none. */
  public long stretchOf(Moment moment) {
    long days = moment.epochDay() - first.epochDay();
    long since = days * DAY_NANOS + moment.timeOfDayNanos() - first.timeOfDayNanos();
    return Math.floorDiv(aheadNanos + since, stretchNanos);
  }
}
