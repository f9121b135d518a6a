package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayRateTest {
  private static final long MILLISECOND = 1_000_000;

  private final DisplayRate rate = new DisplayRate(0);
  private long now;

  private void draw(int frames, long eachMs) {
    for (int i = 0; i < frames; i++) {
      now += eachMs * MILLISECOND;
      rate.sent(1000);
      rate.drawn(now);
    }
  }

  @Test
  void tellsFramesAndBytes() {
    draw(20, 100);
    assertThat(rate.slow(now, false)).isEmpty();
    assertThat(rate.told(100_000, 100))
        .isEqualTo("display 10 fps, 10.0 kB/s; 100 kB in 100 writes so far");
  }

  @Test
  void aTerminalThatSetsThePaceIsSlow() {
    draw(20, 250);
    assertThat(rate.slow(now, true)).hasValue(4);
    draw(50, 100);
    assertThat(rate.slow(now, false)).isEmpty();
  }

  /** Also where no frame gets through for a while. */
  @Test
  void aFrameThatTakesSecondsCountsAsOneASecond() {
    draw(1, 5000);
    assertThat(rate.slow(now + 3000 * MILLISECOND, true)).hasValue(1);
  }
}
