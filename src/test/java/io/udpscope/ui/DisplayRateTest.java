package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayRateTest {
  private static final long MILLISECOND = 1_000_000;

  private final DisplayRate rate = new DisplayRate();
  private long now = System.nanoTime();

  private void draw(int frames, long eachMs, long takesMs) {
    for (int i = 0; i < frames; i++) {
      rate.drawn(now + (eachMs - takesMs) * MILLISECOND, now + eachMs * MILLISECOND);
      now += eachMs * MILLISECOND;
    }
  }

  @Test
  void aTerminalThatTakesFramesAtOnceIsNotSlow() {
    draw(100, 100, 1);
    assertThat(rate.slow()).isEmpty();
  }

  @Test
  void aTerminalThatSetsThePaceIsSlowUntilItKeepsUp() {
    draw(20, 250, 240);
    assertThat(rate.slow()).hasValue(4);
    draw(50, 100, 1);
    assertThat(rate.slow()).isEmpty();
  }
}
