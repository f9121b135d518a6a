package io.udpscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link of so many bytes a second, and what is sent to it. */
class LinkPaceTest {
  private static final long SECOND = 1_000_000_000;

  private final LinkPace pace = new LinkPace();
  private long now = 17 * SECOND;

  /** Sends as much as may be, and the answer comes when the link has taken it and gone the way. */
  private int send(int most, double bytesPerSecond, double wayBack) {
    assertThat(pace.mayWrite(now)).isTrue();
    int bytes = Math.min(most, pace.budget());
    if (pace.wantsAnswer(now)) {
      pace.asked(now, bytes);
      now += (long) (SECOND * (bytes / bytesPerSecond + wayBack));
      pace.answered(now);
    }
    return bytes;
  }

  private void measure(double wayBack) {
    pace.asked(now, 0);
    now += (long) (SECOND * wayBack);
    pace.answered(now);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.05, 0.6})
  void aLinkThatKeepsUpGetsWholeFramesSoon(double wayBack) {
    measure(wayBack);
    for (int i = 0; i < 6; i++) {
      assertThat(pace.isSlow()).isFalse();
      send(1 << 20, 100e6, wayBack);
    }
    assertThat(pace.isSlow()).isFalse();
    assertThat(pace.budget()).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.05, 0.6})
  void aSlowLinkIsNeverSentMoreThanItTakesInAMoment(double wayBack) {
    measure(wayBack);
    send(1 << 20, 960, wayBack);
    for (int i = 0; i < 50; i++) {
      assertThat(send(1 << 20, 960, wayBack)).isBetween(192, 500);
      assertThat(pace.isSlow()).isTrue();
    }
    for (int i = 0; i < 12; i++) {
      send(1 << 20, 100e6, wayBack);
    }
    assertThat(pace.isSlow()).isFalse();
  }

  @Test
  void nothingIsSentToASlowLinkBeforeItHasAnswered() {
    measure(0.01);
    send(1 << 20, 960, 0.01);
    pace.asked(now, 300);
    now += SECOND / 2;
    assertThat(pace.mayWrite(now)).isFalse();
    pace.answered(now);
    assertThat(pace.mayWrite(now)).isTrue();
  }

  @Test
  void aFastLinkThatBecomesSlowIsWaitedForAfterAQuarterOfASecond() {
    aLinkThatKeepsUpGetsWholeFramesSoon(0.01);
    now += 2 * SECOND;
    pace.sent(5000);
    assertThat(pace.wantsAnswer(now)).isTrue();
    pace.asked(now, 5000);
    now += SECOND / 10;
    assertThat(pace.mayWrite(now)).isTrue();
    assertThat(pace.wantsAnswer(now)).isFalse();
    now += SECOND / 5;
    assertThat(pace.mayWrite(now)).isFalse();
    now += 5 * SECOND;
    pace.answered(now);
    assertThat(pace.isSlow()).isTrue();
    assertThat(pace.budget()).isLessThan(500);
  }

  @Test
  void aLinkOverWhichOnlyTheClockGoesOnIsAskedRarely() {
    aLinkThatKeepsUpGetsWholeFramesSoon(0.01);
    for (int second = 1; second < 9; second++) {
      now += SECOND;
      pace.sent(11);
      assertThat(pace.wantsAnswer(now)).isFalse();
    }
    now += 2 * SECOND;
    assertThat(pace.wantsAnswer(now)).isTrue();
  }

  @Test
  void aTerminalThatNeverAnswersGetsEverythingSoon() {
    pace.asked(now, 0);
    assertThat(pace.mayWrite(now + SECOND / 5)).isFalse();
    assertThat(pace.patienceMillis(now + SECOND / 5)).isBetween(100, 300);
    now += SECOND / 2;
    assertThat(pace.mayWrite(now)).isTrue();
    assertThat(pace.budget()).isEqualTo(Integer.MAX_VALUE);
    assertThat(pace.wantsAnswer(now)).isFalse();
    assertThat(pace.isSlow()).isFalse();
  }

  @Test
  void anAnswerThatIsLostDoesNotStopTheScreenForEver() {
    measure(0.01);
    pace.asked(now, 500);
    now += 9 * SECOND;
    assertThat(pace.mayWrite(now)).isFalse();
    now += 2 * SECOND;
    assertThat(pace.mayWrite(now)).isTrue();
    assertThat(pace.wantsAnswer(now)).isTrue();
  }
}
