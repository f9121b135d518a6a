package io.udpscope.ui;

import io.udpscope.app.time.FileTime;
import io.udpscope.app.time.FileTime.Moment;
import java.time.LocalDate;

/** When a file was captured, as long and as short as there is room. */
final class FileTimeText {
  private static final int YEAR = 5;
  private static final int SECONDS = 3;

  private FileTimeText() {}

  /** {@code 2026-11-20 08:16:40 to 13:16:39}; the day again if it is another one. */
  static String whole(FileTime time) {
    return day(time.first()) + " " + clock(time.first()) + " to " + end(time, 0, 0);
  }

  /** {@code 11-20 08:16 to 13:16}. */
  static String brief(FileTime time) {
    String clock = clock(time.first());
    return day(time.first()).substring(YEAR)
        + " "
        + clock.substring(0, clock.length() - SECONDS)
        + " to "
        + end(time, YEAR, SECONDS);
  }

  private static String end(FileTime time, int dayWithout, int clockWithout) {
    boolean same = time.first().epochDay() == time.last().epochDay();
    String day = same ? "" : day(time.last()).substring(dayWithout) + " ";
    String clock = clock(time.last());
    return day + clock.substring(0, clock.length() - clockWithout);
  }

  private static String day(Moment moment) {
    return LocalDate.ofEpochDay(moment.epochDay()).toString();
  }

  private static String clock(Moment moment) {
    return Figures.clock(moment.timeOfDayNanos());
  }
}
