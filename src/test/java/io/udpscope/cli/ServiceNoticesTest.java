package io.udpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When there is something to say to a service manager, and when there is not. */
class ServiceNoticesTest {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ServiceNotices notices(String socket, String watchdogMicros) {
    return notices(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", watchdogMicros));
  }

  private ServiceNotices notices(Map<String, String> environment) {
    return new ServiceNotices(environment, new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void whoIsNotWellSleepsAsLongAsWhoIs() {
    ServiceNotices notices = notices("@nobody-listens-here", "120000000");
    assertThat(notices.sleepNanos(HOUR)).isZero();
    notices.signOfLife(false);
    assertThat(notices.sleepNanos(HOUR))
        .isBetween(Duration.ofSeconds(30).toNanos(), Duration.ofSeconds(60).toNanos());
    assertThat(notices.sleepNanos(5)).isEqualTo(5);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "1e9", "a", "9999999999999999999999"})
  void aWatchdogThatIsNoTimeIsNone(String micros) {
    ServiceNotices notices = notices("@nobody-listens-here", micros);
    notices.signOfLife(true);
    assertThat(notices.sleepNanos(HOUR)).isEqualTo(HOUR);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  /** A child has the environment of whom the service manager watches. */
  @Test
  void aWatchdogOfAnotherProcessIsNone() {
    long own = ProcessHandle.current().pid();
    Map<Long, Boolean> isWatched = Map.of(own, true, own + 1, false);
    isWatched.forEach(
        (pid, watched) ->
            assertThat(
                    notices(
                            Map.of(
                                "NOTIFY_SOCKET",
                                "@nobody-listens-here",
                                "WATCHDOG_USEC",
                                "120000000",
                                "WATCHDOG_PID",
                                Long.toString(pid)))
                        .sleepNanos(HOUR))
                .isEqualTo(watched ? 0 : HOUR));
  }

  @Test
  void aNameIsAPathOrAbstractAndFitsTheKernel() {
    assertThat(NotifySocket.named("/run/" + "a".repeat(102))).isPresent();
    assertThat(NotifySocket.named("/run/" + "a".repeat(103))).isEmpty();
    assertThat(NotifySocket.named("@" + "a".repeat(107))).isPresent();
    assertThat(NotifySocket.named("@" + "a".repeat(108))).isEmpty();
    assertThat(NotifySocket.named("run/notify")).isEmpty();
  }
}
