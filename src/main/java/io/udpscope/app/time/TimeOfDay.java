package io.udpscope.app.time;

/** Local time since midnight, as the screen and the log write it. */
public final class TimeOfDay {
  private TimeOfDay() {}

  /** {@code 02:13:45}. */
  public static String text(long nanos) {
    long seconds = nanos / 1_000_000_000;
    StringBuilder text = new StringBuilder(8);
    padded(text, seconds / 3600);
    padded(text.append(':'), seconds / 60 % 60);
    padded(text.append(':'), seconds % 60);
    return text.toString();
  }

  private static void padded(StringBuilder text, long value) {
    text.append(value < 10 ? "0" : "").append(value);
  }
}
