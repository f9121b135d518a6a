package io.udpscope.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeScaleTest {
  private static final BigInteger NANOS = BigInteger.TEN.pow(9);

  /** By numbers without bounds. */
  private static long expected(TimeScale scale, long units) {
    BigInteger unit =
        scale.binary()
            ? BigInteger.TWO.pow(scale.exponent())
            : BigInteger.TEN.pow(scale.exponent());
    BigInteger[] parts = new BigInteger(Long.toUnsignedString(units)).divideAndRemainder(unit);
    BigInteger seconds = parts[0].add(BigInteger.valueOf(scale.offsetSeconds()));
    BigInteger nanos = seconds.multiply(NANOS).add(parts[1].multiply(NANOS).divide(unit));
    BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
    return nanos.min(most).max(most.negate()).longValue();
  }

  private static void check(TimeScale scale, long units) {
    long wanted = expected(scale, units);
    long actual = scale.epochNanos(units);
    boolean atTheEdge = Math.abs(wanted) > Long.MAX_VALUE - 2_000_000_000L;
    assertThat(atTheEdge ? actual >> 62 : actual)
        .as(scale + " " + Long.toUnsignedString(units))
        .isEqualTo(atTheEdge ? wanted >> 62 : wanted);
  }

  @Test
  void everyResolution() {
    Random random = new Random(3);
    for (int octet = 0; octet < 256; octet++) {
      for (int i = 0; i < 500; i++) {
        long offset = i % 3 == 0 ? 0 : random.nextLong() >> random.nextInt(64);
        check(TimeScale.of(octet, offset), random.nextLong() >>> random.nextInt(64));
      }
      check(TimeScale.of(octet, 0), 0);
      check(TimeScale.of(octet, 0), -1);
      check(TimeScale.of(octet, Long.MAX_VALUE), -1);
      check(TimeScale.of(octet, Long.MIN_VALUE), 1);
    }
  }
}
