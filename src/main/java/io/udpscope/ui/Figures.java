package io.udpscope.ui;

import io.udpscope.app.time.TimeOfDay;

/** Numbers as people read them. */
final class Figures {
  private static final String UNITS = " kMGTPE";

  private Figures() {}

  /** {@code 1,204,331}. */
  static String count(long value) {
    String digits = Long.toString(value);
    int first = value < 0 ? 1 : 0;
    StringBuilder text = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > first; at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  /** {@code 320}, {@code 12.1k}, {@code 184M}: six characters at most. */
  static String brief(long value) {
    return scaled(value, "");
  }

  /** {@code 182 kpps}. */
  static String packetRate(long perSecond) {
    return scaled(perSecond, " ") + (perSecond < 1000 ? " pps" : "pps");
  }

  /** {@code 96.1 MB/s}. */
  static String byteRate(long perSecond) {
    return scaled(perSecond, " ") + (perSecond < 1000 ? " B/s" : "B/s");
  }

  /** {@code 96.1 MB}. */
  static String bytes(long count) {
    return scaled(count, " ") + (count < 1000 ? " B" : "B");
  }

  /** Three digits, cut and not rounded: a figure on the screen is never more than the truth. */
  private static String scaled(long value, String space) {
    if (value < 1000) {
      return Long.toString(value);
    }
    int unit = 0;
    long whole = value;
    long rest = 0;
    while (whole >= 1000) {
      rest = whole % 1000;
      whole /= 1000;
      unit++;
    }
    String fraction = whole < 100 ? "." + rest / 100 : "";
    return whole + fraction + space + UNITS.charAt(unit);
  }

  /** {@code 12.3%}: cut and not rounded. */
  static String percent(long part, long whole) {
    long tenths = whole <= 0 ? 0 : (long) (part * 1000.0 / whole);
    return tenths / 10 + "." + tenths % 10 + "%";
  }

  /** {@code 61.2}, of a mebibyte. */
  static String mebibytes(long bytes) {
    long tenths = bytes * 10 >> 20;
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }

  /** {@code 0.4 s}, {@code 48 s}, {@code 4 m 10 s}, {@code 3 h 12 m}. */
  static String span(long nanos) {
    long tenths = nanos / 100_000_000;
    long seconds = tenths / 10;
    if (seconds < 10) {
      return seconds + "." + tenths % 10 + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " m";
  }

  /** {@code 1 ms}, {@code 2.0 s}, {@code 1 h 8 m}. */
  static String shortSpan(long nanos) {
    return nanos < 1_000_000_000 ? nanos / 1_000_000 + " ms" : span(nanos);
  }

  /** {@code 02:13:45}. */
  static String clock(long timeOfDayNanos) {
    return TimeOfDay.text(timeOfDayNanos);
  }

  /**
   * {@code 13:45.120331}: a packet's time without the hour, which the header tells.
   *
   * @param digits of the fraction of a second, up to 9
   */
  static String minuteAndFraction(long timeOfDayNanos, int digits) {
    long fraction = timeOfDayNanos % 1_000_000_000;
    for (int i = digits; i < 9; i++) {
      fraction /= 10;
    }
    StringBuilder text = new StringBuilder(clock(timeOfDayNanos)).delete(0, 3).append('.');
    padded(text, fraction, digits);
    return text.toString();
  }

  /** {@code 02:13:45.120331}. */
  static String clockAndFraction(long timeOfDayNanos, int digits) {
    return clock(timeOfDayNanos).substring(0, 3) + minuteAndFraction(timeOfDayNanos, digits);
  }

  private static void padded(StringBuilder text, long value, int digits) {
    String number = Long.toString(value);
    for (int i = number.length(); i < digits; i++) {
      text.append('0');
    }
    text.append(number);
  }
}
