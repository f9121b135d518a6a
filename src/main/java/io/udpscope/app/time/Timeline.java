package io.udpscope.app.time;

import java.util.List;

/**
 * The last minutes, second by second.
 *
 * @param number of the newest second since the session began: it tells which of them go together in
 *     a column, so that columns stay what they are as time goes by
 * @param timeOfDayNanos when the newest one was over, local time since midnight
 * @param seconds the newest one last
 */
public record Timeline(long number, long timeOfDayNanos, List<Second> seconds) {
  /**
   * @param packets that the program saw
   * @param lost of those that were to be captured
   */
  public record Second(long packets, long lost) {}

  /** How far back it goes. */
  public static final int SECONDS = 300;

  public static final Timeline EMPTY = new Timeline(0, 0, List.of());

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long DAY_NANOS = 86_400 * SECOND_NANOS;

  /** The number of the second that a time of the last day belongs to; the newest if it is later. */
  public long numberAt(long ofDayNanos) {
    long ago = Math.floorMod(timeOfDayNanos - ofDayNanos, DAY_NANOS);
    return ago > DAY_NANOS / 2 ? number : number - ago / SECOND_NANOS;
  }
}
