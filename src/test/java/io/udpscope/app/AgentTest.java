package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.health.HostSource;
import io.udpscope.app.log.Operator;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.app.time.TimeSource;
import io.udpscope.config.RulesText;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.replay.ReplayDatapath;
import io.udpscope.model.Action;
import io.udpscope.patience.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent on its own thread, with real time. */
class AgentTest {
  private final ReplayDatapath datapath = new ReplayDatapath("eth0", 7, ReplaySession.RULES);
  private final AtomicInteger published = new AtomicInteger();
  private Agent agent;
  private Thread thread;

  private void start(DatapathSource source, Optional<PacketSink.Source> sink) {
    start(source, sink, new ChangePolicy(false, Optional.empty(), new Operator("ops", "")));
  }

  private void start(
      DatapathSource source, Optional<PacketSink.Source> sink, ChangePolicy changes) {
    Agent.Options options =
        new Agent.Options(
            TapOptions.DEFAULT,
            1 << 20,
            sink,
            changes,
            HostSource.NONE,
            ExportPolicy.here(
                "test", Path.of("/"), Optional.empty(), RulesText::of, BundleTexts.NONE));
    agent =
        new Agent(source, options, TimeSource.SYSTEM, ZoneOffset.UTC, published::incrementAndGet);
    thread = new Thread(agent, "agent-under-test");
    thread.start();
  }

  private void start() {
    start(() -> datapath, Optional.empty());
    until(() -> agent.latest().status() instanceof SessionStatus.Live);
  }

  @AfterEach
  void stop() throws InterruptedException {
    agent.stop();
    thread.join(Patience.LIMIT.toMillis());
    assertThat(thread.isAlive()).isFalse();
  }

  private static void until(BooleanSupplier condition) {
    Patience.until("the agent does it", condition);
  }

  @Test
  void aSparsePacketIsSoonInASnapshot() {
    start();
    until(() -> thread.getState() == Thread.State.TIMED_WAITING); // the agent has gone to sleep
    long start = System.nanoTime();
    datapath.offer(20);
    until(() -> agent.latest().page().packets() > 0);
    // Not with the next second's tick, which would come anyway.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void aCommandIsAnsweredAtOnce() {
    start();
    datapath.offer(1000);
    until(() -> agent.latest().page().packets() > 800);
    long start = System.nanoTime();
    PacketWindow window = new PacketWindow.From(0, 10, 5, PacketWindow.NO_END);
    assertThat(agent.offer(new Command.ShowPackets(window))).isTrue();
    until(() -> agent.latest().page().window().equals(window));
    assertThat(agent.latest().page().rows()).hasSize(5);
    assertThat(agent.latest().page().top()).isEqualTo(10);
    // Not with the next second's tick, which would come anyway.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void wakesUpToPublishWhenIdle() {
    start();
    int before = published.get();
    until(() -> published.get() >= before + 2);
  }

  @Test
  void nothingIsLostAndTheLedgerAddsUp() {
    start();
    for (int i = 0; i < 100; i++) {
      datapath.offer(1000);
    }
    until(() -> agent.latest().ledger().seen().packets() == 100_000);
    until(
        () -> {
          var ledger = agent.latest().ledger();
          return ledger.tap().read() + ledger.tap().lost() == ledger.matched().packets();
        });
    until(() -> agent.latest().page().packets() == agent.latest().ledger().tap().read());
  }

  @Test
  void putsAnActionInForce() {
    start();
    agent.offer(new Command.ChangeRules(1, new RuleChange.SetAction("dns", Action.DROP)));
    until(() -> agent.latest().rules().get(1).rule().action() == Action.DROP);
    assertThat(datapath.rules().get(1).action()).isEqualTo(Action.DROP);
    assertThat(agent.latest().rules().get(1).generation()).isEqualTo(2);
  }

  @Test
  void withoutATimeToConfirmInEveryChangeIsForGood() {
    start();
    agent.offer(new Command.ChangeRules(1, new RuleChange.Remove("dns")));
    until(() -> agent.latest().changes().answer().ticket() == 1);
    assertThat(agent.latest().rules()).hasSize(2);
    assertThat(agent.latest().changes().standing()).isEmpty();
    assertThat(datapath.unconfirmed()).isEmpty();
  }

  @Test
  void changesNothingWhereItIsReadOnlyWhateverTheScreenAsks() {
    ChangePolicy readOnly = new ChangePolicy(true, Optional.empty(), new Operator("ops", ""));
    start(() -> datapath, Optional.empty(), readOnly);
    agent.offer(new Command.ChangeRules(1, new RuleChange.SetAction("dns", Action.DROP)));
    agent.offer(new Command.Undo(1));
    agent.offer(new Command.Keep());
    agent.offer(new Command.ChangeRules(2, new RuleChange.Remove("dns")));
    until(() -> agent.latest().changes().answer().ticket() == 2);
    assertThat(agent.latest().changes().answer().refusal().orElseThrow()).contains("read-only");
    assertThat(datapath.rules()).isEqualTo(ReplaySession.RULES);
    assertThat(agent.latest().changes().log()).isEmpty();
  }

  @Test
  void tellsOfAChangeThatWentBackAsSoonAsItDid() {
    Duration confirm = Duration.ofSeconds(60);
    ChangePolicy changes = new ChangePolicy(false, Optional.of(confirm), new Operator("ops", ""));
    start(() -> datapath, Optional.empty(), changes);
    agent.offer(new Command.ChangeRules(1, new RuleChange.SetAction("dns", Action.DROP)));
    until(() -> agent.latest().changes().standing().isPresent());
    datapath.advance(confirm.toNanos());
    datapath.offer(1);
    until(() -> agent.latest().changes().standing().isEmpty());
    assertThat(agent.latest().notice().orElseThrow().text()).contains("went back to PASS");
  }

  @Test
  void attachesWithTheTapsOpen() {
    AtomicInteger openTaps = new AtomicInteger(-1);
    start(
        new DatapathSource() {
          @Override
          public Datapath open() {
            return datapath;
          }

          @Override
          public void attach() {
            openTaps.set(datapath.openTaps());
          }
        },
        Optional.empty());
    until(() -> agent.latest().status() instanceof SessionStatus.Live);
    assertThat(openTaps.get()).isEqualTo(1);
  }

  @Test
  void anAttachFailureIsTheSessionsEnd() throws InterruptedException {
    start(
        () -> {
          throw new DatapathException("no such interface");
        },
        Optional.empty());
    thread.join(Patience.LIMIT.toMillis());
    assertThat(agent.latest().status())
        .isInstanceOfSatisfying(
            SessionStatus.Failed.class,
            failed -> assertThat(failed.cause()).hasMessage("no such interface"));
  }

  @Test
  void closesTheDatapathWhenItIsStopped() throws InterruptedException {
    start();
    agent.stop();
    thread.join(Patience.LIMIT.toMillis());
    assertThat(datapath.isClosed()).isTrue();
    assertThat(agent.failures()).isEmpty();
    agent.offer(new Command.ShowPackets(new PacketWindow.Latest(3)));
  }

  @Test
  void aDeletedInterfaceIsAFailureToNameAtTheEnd() {
    start();
    datapath.happen(new DatapathEvent.InterfaceGone("eth0"));
    until(() -> agent.latest().status() instanceof SessionStatus.Gone);
    assertThat(agent.failures()).singleElement().asString().contains("eth0 was deleted");
  }

  @Test
  void feedsASinkFromATapOfItsOwn() {
    AtomicInteger written = new AtomicInteger();
    AtomicInteger flushed = new AtomicInteger();
    start(() -> datapath, Optional.of(opened -> new CountingSink(written, flushed, -1)));
    until(() -> agent.latest().status() instanceof SessionStatus.Live);
    datapath.offer(500);
    until(() -> agent.latest().page().packets() > 300);
    until(() -> written.get() == agent.latest().page().packets());
    until(() -> flushed.get() > 0);
  }

  @Test
  void aFullDiskEndsTheFileAndNotTheSession() {
    AtomicInteger written = new AtomicInteger();
    start(
        () -> datapath, Optional.of(opened -> new CountingSink(written, new AtomicInteger(), 100)));
    until(() -> agent.latest().status() instanceof SessionStatus.Live);
    datapath.offer(500);
    until(() -> agent.latest().notice().isPresent());
    assertThat(agent.latest().notice().orElseThrow().text()).contains("disk full");
    datapath.offer(500);
    until(() -> agent.latest().page().packets() > 700);
    assertThat(written.get()).isEqualTo(100);
    assertThat(agent.failures()).singleElement().asString().contains("disk full");
  }

  private record CountingSink(AtomicInteger written, AtomicInteger flushed, int room)
      implements PacketSink {
    @Override
    public void accept(ByteBuffer buffer, int offset, int length) throws IOException {
      if (written.get() == room) {
        throw new IOException("disk full");
      }
      written.incrementAndGet();
    }

    @Override
    public void flush() {
      flushed.incrementAndGet();
    }

    @Override
    public void close(long lost) {}
  }
}
