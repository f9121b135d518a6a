package io.udpscope.capture.file;

/**
 * How a file counts time: in units of a power of ten or of two of a second, from an offset on.
 *
 * @param exponent so many decimal, or binary, places of a second
 * @param binary units are powers of two
 * @param offsetSeconds of the count's zero, since 1970-01-01T00:00:00Z
 */
public record TimeScale(int exponent, boolean binary, long offsetSeconds) {
  /** As in pcap, and in pcapng unless it says otherwise. */
  public static final TimeScale MICROSECONDS = new TimeScale(6, false, 0);

  public static final TimeScale NANOSECONDS = new TimeScale(9, false, 0);
}
