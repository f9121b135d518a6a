package io.udpscope.capture.file;

/**
 * How a file counts time: in units of a power of ten or of two of a second, from an offset on
 * (draft-ietf-opsawg-pcapng, if_tsresol and if_tsoffset). What is finer than a nanosecond is cut
 * off.
 *
 * @param exponent so many decimal, or binary, places of a second; 0 to 127
 * @param binary units are powers of two
 * @param offsetSeconds of the count's zero, since 1970-01-01T00:00:00Z
 */
public record TimeScale(int exponent, boolean binary, long offsetSeconds) {
  /** As in pcap, and in pcapng unless it says otherwise. */
  public static final TimeScale MICROSECONDS = new TimeScale(6, false, 0);

  public static final TimeScale NANOSECONDS = new TimeScale(9, false, 0);

  private static final long NANOS = 1_000_000_000L;
  private static final int NANOS_EXPONENT = 9;
  private static final int BINARY = 0x80;

  /** 10 to the power of 0 to 19; the last one as an unsigned number. */
  private static final long[] POWERS = powers();

  private static long[] powers() {
    long[] powers = new long[20];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /**
   * @param resolution the octet of if_tsresol: an exponent, and a bit that says of what
   */
  static TimeScale of(int resolution, long offsetSeconds) {
    boolean binary = (resolution & BINARY) != 0;
    return new TimeScale(resolution & ~BINARY, binary, offsetSeconds);
  }

  /**
   * @param units 64 bits without a sign
   * @return nanoseconds since 1970-01-01T00:00:00Z; where 64 bits do not hold them, the nearest
   *     that they hold
   */
  long epochNanos(long units) {
    long seconds = seconds(units);
    long nanos = binary ? binaryNanos(units) : decimalNanos(units);
    long sum = seconds + offsetSeconds;
    if (seconds < 0 || offsetSeconds > 0 && sum < 0 || sum >= Long.MAX_VALUE / NANOS) {
      return Long.MAX_VALUE;
    }
    return sum <= Long.MIN_VALUE / NANOS ? Long.MIN_VALUE : sum * NANOS + nanos;
  }

  private long seconds(long units) {
    if (binary) {
      return exponent < Long.SIZE ? units >>> exponent : 0;
    }
    return exponent < POWERS.length ? Long.divideUnsigned(units, POWERS[exponent]) : 0;
  }

  private long decimalNanos(long units) {
    if (exponent <= NANOS_EXPONENT) {
      return Long.remainderUnsigned(units, POWERS[exponent]) * POWERS[NANOS_EXPONENT - exponent];
    }
    int finer = exponent - NANOS_EXPONENT;
    if (finer >= POWERS.length) {
      return 0;
    }
    long rest = exponent < POWERS.length ? Long.remainderUnsigned(units, POWERS[exponent]) : units;
    return Long.divideUnsigned(rest, POWERS[finer]);
  }

  /** The units behind the whole seconds times 10^9, 128 bits of them, without the binary places. */
  private long binaryNanos(long units) {
    long rest = exponent < Long.SIZE ? units & (1L << exponent) - 1 : units;
    long low = rest * NANOS;
    long high = Math.multiplyHigh(rest, NANOS) + (rest < 0 ? NANOS : 0);
    if (exponent == 0) {
      return 0;
    }
    if (exponent < Long.SIZE) {
      return high << Long.SIZE - exponent | low >>> exponent;
    }
    return exponent < 2 * Long.SIZE ? high >>> exponent - Long.SIZE : 0;
  }
}
