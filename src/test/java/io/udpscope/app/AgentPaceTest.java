package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.health.HostSource;
import io.udpscope.app.log.Operator;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.replay.ReplayDatapath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the agent publishes, by a clock that moves when it is told to. */
class AgentPaceTest {
  private final ReplayDatapath datapath = new ReplayDatapath("eth0", 7, ReplaySession.RULES);
  private final AtomicInteger published = new AtomicInteger();
  private final Agent agent =
      new Agent(
          () -> datapath,
          new Agent.Options(
              TapOptions.DEFAULT,
              1 << 20,
              Optional.empty(),
              new ChangePolicy(false, Optional.empty(), new Operator("ops", "")),
              HostSource.NONE,
              ExportPolicy.here(
                  "test", Path.of("/"), Optional.empty(), RulesText::of, BundleTexts.NONE)),
          new ReplayTime(datapath),
          ZoneOffset.UTC,
          published::incrementAndGet);

  @AfterEach
  void close() {
    datapath.close();
  }

  /** How many snapshots there are in two seconds in which this happens again and again. */
  private int publishedInTwoSeconds(Runnable event) {
    agent.open();
    agent.cycle();
    int before = published.get();
    long end = datapath.nowNanos() + Duration.ofSeconds(2).toNanos();
    while (datapath.nowNanos() < end) {
      event.run();
      datapath.advance(Duration.ofMillis(1).toNanos());
      agent.cycle();
    }
    return published.get() - before;
  }

  @Test
  void publishesTenTimesASecondAtMost() {
    // One more where a second begins between two of them.
    assertThat(publishedInTwoSeconds(() -> datapath.offer(10))).isBetween(18, 22);
  }

  @Test
  void publishesOncePerSecondWhenIdle() {
    assertThat(publishedInTwoSeconds(() -> {})).isEqualTo(2);
  }
}
