package io.udpscope.cli.output;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

/** Writes times of packets, which mostly lie in the same day and hour as the one before. */
final class TimeText {
  private static final long NANOS = 1_000_000_000L;
  private static final long DAY = 24 * 3600;

  private final ZoneRules zone;
  private long offsetOfSecond = Long.MIN_VALUE;
  private int offset;
  private long dateOfDay = Long.MIN_VALUE;
  private String date = "";

  TimeText(ZoneId zone) {
    this.zone = zone.getRules();
  }

  /** Local time of day with microseconds: {@code 10:15:30.123456}. */
  void appendTimeOfDay(ByteText text, long epochNanos) {
    long second = Math.floorDiv(epochNanos, NANOS);
    if (second != offsetOfSecond) {
      offset = zone.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
      offsetOfSecond = second;
    }
    appendClock(text, Math.floorMod(second + offset, DAY));
    text.append('.').appendPadded(Math.floorMod(epochNanos, NANOS) / 1000, 6);
  }

  /** UTC with nanoseconds: {@code 2026-11-20T10:15:30.123456789Z}. */
  void appendInstant(ByteText text, long epochNanos) {
    long second = Math.floorDiv(epochNanos, NANOS);
    long day = Math.floorDiv(second, DAY);
    if (day != dateOfDay) {
      date = LocalDate.ofEpochDay(day).toString();
      dateOfDay = day;
    }
    text.append(date).append('T');
    appendClock(text, Math.floorMod(second, DAY));
    text.append('.').appendPadded(Math.floorMod(epochNanos, NANOS), 9).append('Z');
  }

  private static void appendClock(ByteText text, long secondOfDay) {
    text.appendPadded(secondOfDay / 3600, 2).append(':');
    text.appendPadded(secondOfDay / 60 % 60, 2).append(':');
    text.appendPadded(secondOfDay % 60, 2);
  }
}
