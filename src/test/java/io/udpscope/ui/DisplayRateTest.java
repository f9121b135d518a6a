package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayRateTest {
  private static final long MILLISECOND = 1_000_000;

  private final DisplayRate rate = new DisplayRate();
  private long now = System.nanoTime();

  private void draw(int frames, long eachMs, long takesMs) {
    for (int i = 0; i < frames; i++) {
      rate.drawn(now + (eachMs - takesMs) * MILLISECOND, now + eachMs * MILLISECOND, 1000);
      now += eachMs * MILLISECOND;
    }
  }

  @Test
  void aTerminalThatTakesFramesAtOnceIsNotSlow() {
    draw(100, 100, 1);
    assertThat(rate.slow()).isEmpty();
    assertThat(rate.told(100_000, 100))
        .isEqualTo("display 10 fps, 10.0 kB/s; 100 kB in 100 writes so far");
  }

  @Test
  void aTerminalThatSetsThePaceIsSlowUntilItKeepsUp() {
    draw(20, 250, 240);
    assertThat(rate.slow()).hasValue(4);
    draw(50, 100, 1);
    assertThat(rate.slow()).isEmpty();
  }
}
