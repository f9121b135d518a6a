package io.udpscope.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final long START = 1_795_305_599_500_000_000L;

  /** In whatever order they come: a tenth of a second to a century. */
  @ParameterizedTest
  @ValueSource(longs = {100_000_000L, 3_600_000_000_000L, 400_000_000_000_000L, Long.MAX_VALUE / 2})
  void everyDatagramIsInTheStretchOfItsTime(long span) {
    Random random = new Random(7);
    Times times = new Times();
    long[] all = random.longs(5000, -span / 2, span / 2).map(one -> START + one).toArray();
    for (long one : all) {
      times.add(one);
    }
    long[] stretches = new long[times.packets().length];
    for (long one : all) {
      stretches[(int) ((one - times.start()) / times.stretchNanos())]++;
    }
    assertThat(times.packets()).isEqualTo(stretches);
    assertThat(times.first()).isEqualTo(Arrays.stream(all).min().orElseThrow());
    assertThat(times.last()).isEqualTo(Arrays.stream(all).max().orElseThrow());
    assertThat(stretches.length).isLessThanOrEqualTo(2048);
  }

  @Test
  void aPacketWithoutATimeIsOf1970() {
    Times times = new Times();
    times.add(START);
    times.add(0);
    times.add(START);
    long[] packets = times.packets();
    assertThat(packets[0]).isEqualTo(1);
    assertThat(packets[packets.length - 1]).isEqualTo(2);
  }
}
