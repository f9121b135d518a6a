package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long one waits before something that has ended is started again. */
class RestartTimesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RestartTimes times = new RestartTimes();
  private long now = -5 * SECOND;

  /** Ends, and waits until it is to be started again. */
  private long pause() {
    long ended = now;
    times.ended(now);
    while (!times.isDue(now)) {
      now += SECOND;
    }
    return (now - ended) / SECOND;
  }

  private void lasts(long seconds) {
    times.started(now);
    now += seconds * SECOND;
  }

  @Test
  void whatHasNotEndedIsNeverDue() {
    times.started(now);
    assertThat(times.isDue(now + 100 * SECOND)).isFalse();
  }

  @Test
  void pausesDoubleUpToAMinute() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      lasts(1);
      pauses.add(pause());
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void theyDoubleAsWellWhereItCannotBeStarted() {
    lasts(1);
    assertThat(List.of(pause(), pause(), pause())).containsExactly(1L, 2L, 4L);
  }

  @Test
  void whatHasLastedAMinuteBeginsAnew() {
    lasts(1);
    pause();
    lasts(59);
    assertThat(pause()).isEqualTo(2);
    lasts(60);
    assertThat(pause()).isEqualTo(1);
  }
}
