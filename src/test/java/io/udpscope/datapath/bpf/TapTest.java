package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Verdict;
import io.udpscope.patience.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taps on the loaded program, which BPF_PROG_TEST_RUN gives its frames. */
@Tag("bpf")
class TapTest {
  private static final TapOptions SMALL = new TapOptions(96, 1, 4096);

  private BpfDatapath datapath;

  @BeforeEach
  void load() {
    datapath = BpfDatapath.load(LinkType.ETHERNET);
    datapath.apply(List.of(new Rule("all", Match.ANY, Action.PASS)));
  }

  @AfterEach
  void close() {
    datapath.close();
  }

  private ProgramRun run(int port, int payload) {
    return datapath.run(
        EntryPoint.XDP, LinkType.ETHERNET, Frames.udp(port, payload), ProgramRun.Setup.ONCE);
  }

  private void run(int port, int payload, int repeat) {
    datapath.run(
        EntryPoint.XDP,
        LinkType.ETHERNET,
        Frames.udp(port, payload),
        ProgramRun.Setup.ONCE.withRepeat(repeat));
  }

  private static List<Integer> ports(Tap tap, int limit) {
    List<Integer> ports = new ArrayList<>();
    PacketRecord packet = new PacketRecord();
    tap.read((b, offset, length) -> ports.add(packet.wrap(b, offset).destinationPort()), limit);
    return ports;
  }

  @Test
  void aRecordHoldsThePacket() {
    Tap tap = datapath.openTap(TapOptions.DEFAULT);
    byte[] frame = Frames.udp(53, 20);
    long before = System.nanoTime();
    assertThat(run(53, 20).decision()).isEqualTo(ProgramRun.Decision.PASS);
    long after = System.nanoTime();
    int count =
        tap.read(
            (buffer, offset, length) -> {
              PacketRecord packet = new PacketRecord().wrap(buffer, offset);
              assertThat(length).isEqualTo(PacketRecord.size(frame.length));
              assertThat(packet.frame()).isEqualTo(frame);
              assertThat(packet.length()).isEqualTo(frame.length);
              assertThat(packet.lostBefore()).isZero();
              assertThat(packet.verdict()).isEqualTo(Verdict.PASSED);
              assertThat(packet.networkOffset()).isEqualTo(14);
              assertThat(packet.transportOffset()).isEqualTo(34);
              assertThat(packet.monotonicNanos()).isBetween(before, after);
              assertThat(datapath.ruleName(packet.ruleSlot())).contains("all");
            },
            10);
    assertThat(count).isEqualTo(1);
    assertThat(tap.read((buffer, offset, length) -> {}, 10)).isZero();
  }

  @Test
  void recordsComeInOrderAcrossTheEndOfTheRing() {
    Tap tap = datapath.openTap(SMALL);
    for (int i = 0; i < 500; i++) {
      run(1000 + i, 1 + i % 60);
      assertThat(ports(tap, 10)).containsExactly(1000 + i);
    }
    assertThat(tap.counters()).isEqualTo(new TapCounters(500, 0, 500));
  }

  @Test
  void aLimitLeavesTheRestForTheNextRead() {
    Tap tap = datapath.openTap(TapOptions.DEFAULT);
    for (int port = 1; port <= 5; port++) {
      run(port, 0);
    }
    assertThat(ports(tap, 2)).containsExactly(1, 2);
    assertThat(ports(tap, 100)).containsExactly(3, 4, 5);
  }

  @Test
  void aConsumerThatFailsHasConsumedItsRecord() {
    Tap tap = datapath.openTap(TapOptions.DEFAULT);
    run(1, 0);
    run(2, 0);
    assertThatThrownBy(
            () ->
                tap.read(
                    (buffer, offset, length) -> {
                      throw new IllegalStateException("full");
                    },
                    10))
        .hasMessage("full");
    assertThat(ports(tap, 10)).containsExactly(2);
  }

  @Test
  void whatAFullRingLosesIsCountedAndToldByTheNextRecord() {
    Tap tap = datapath.openTap(SMALL);
    run(7, 22, 100);
    TapCounters full = tap.counters();
    assertThat(full.lost()).isPositive();
    assertThat(full.reserved() + full.lost()).isEqualTo(100);
    assertThat(ports(tap, 1000)).hasSize((int) full.reserved());
    // Each CPU tells what it lost with its own next record, so run until each had one.
    long[] told = {0};
    PacketRecord packet = new PacketRecord();
    Patience.until(
        "the loss is told",
        () -> {
          onThreadsOfTheirOwn(() -> run(8, 0));
          tap.read((b, offset, length) -> told[0] += packet.wrap(b, offset).lostBefore(), 10);
          return told[0] == full.lost();
        });
  }

  /** On as many new threads as there are CPUs, which the scheduler spreads over them. */
  private static void onThreadsOfTheirOwn(Runnable work) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(new Thread(work));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void tapsDoNotStealFromEachOther() {
    Tap all = datapath.openTap(TapOptions.DEFAULT);
    Tap sampled = datapath.openTap(new TapOptions(256, 4, 1 << 16));
    Tap shorter = datapath.openTap(SMALL.withSnaplen(10));
    for (int port = 1; port <= 8; port++) {
      run(port, 100);
    }
    assertThat(ports(all, 100)).hasSize(8);
    assertThat(ports(sampled, 100)).isNotEmpty().hasSizeLessThan(8);
    List<Integer> lengths = new ArrayList<>();
    shorter.read((buffer, offset, length) -> lengths.add(length), 100);
    assertThat(lengths).hasSize(8).containsOnly(PacketRecord.size(Frames.HEADERS));
    sampled.close();
    run(9, 0);
    assertThat(ports(all, 100)).containsExactly(9);
    assertThat(ports(shorter, 100)).containsExactly(9);
  }

  @Test
  void aClosedTapsPlaceIsGivenOutAgainWithItsCountersZeroed() {
    List<Tap> taps = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      taps.add(datapath.openTap(SMALL));
    }
    assertThatThrownBy(() -> datapath.openTap(SMALL))
        .isInstanceOf(DatapathException.class)
        .hasMessage("all 8 taps of this session are in use: close one");
    run(1, 0);
    taps.get(7).close();
    taps.get(7).close();
    assertThat(taps.get(7).counters().reserved()).isEqualTo(1);
    Tap again = datapath.openTap(SMALL);
    assertThat(again.counters()).isEqualTo(new TapCounters(0, 0, 0));
    run(2, 0);
    assertThat(ports(again, 10)).containsExactly(2);
    assertThat(ports(taps.get(0), 10)).containsExactly(1, 2);
    assertThat(ports(taps.get(7), 10)).isEmpty();
  }

  @Test
  void countersFollowTheNameAndSurviveChanges() {
    Rule low = new Rule("low", Match.ports(new PortRange(0, 99)), Action.DROP);
    Rule rest = new Rule("rest", Match.ANY, Action.PASS);
    long first = datapath.apply(List.of(low, rest));
    run(1, 0);
    run(100, 0);
    long second = datapath.apply(List.of(rest.withAction(Action.DROP), low));
    assertThat(second).isEqualTo(first + 1);
    assertThat(run(1, 0).decision()).isEqualTo(ProgramRun.Decision.DROP);
    assertThat(datapath.ruleCounters().keySet()).containsExactly("rest", "low");
    assertThat(datapath.ruleCounters().get("rest").passed()).isEqualTo(1);
    assertThat(datapath.ruleCounters().get("rest").dropped()).isEqualTo(1);
    assertThat(datapath.ruleCounters().get("low").dropped()).isEqualTo(1);
  }

  @Test
  void twoRulesOfOneNameAreRefusedAndTheOldSetStays() {
    Rule rule = new Rule("same", Match.ANY, Action.DROP);
    assertThatThrownBy(() -> datapath.apply(List.of(rule, rule)))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("same");
    assertThat(datapath.rules()).extracting(Rule::name).containsExactly("all");
    assertThat(run(1, 0).decision()).isEqualTo(ProgramRun.Decision.PASS);
  }

  @Test
  void awaitEndsAtTheFirstRecordAfterAQuietWhile() {
    Tap tap = datapath.openTap(TapOptions.DEFAULT);
    Thread sender =
        new Thread(
            () -> {
              for (int i = 0; i < 3; i++) {
                run(1, 0);
              }
            });
    sender.start();
    long start = System.nanoTime();
    datapath.await(Patience.LIMIT.toNanos());
    assertThat(System.nanoTime() - start).isLessThan(Patience.LIMIT.toNanos());
    Patience.until("all three", () -> tap.counters().reserved() == 3);
    ports(tap, 10);
    assertThat(tap.counters().read()).isEqualTo(3);
  }

  @Test
  void awaitEndsWhenTheTimeIsOver() {
    datapath.openTap(TapOptions.DEFAULT);
    long start = System.nanoTime();
    datapath.await(TimeUnit.MILLISECONDS.toNanos(30));
    assertThat(System.nanoTime() - start)
        .isBetween(TimeUnit.MILLISECONDS.toNanos(30), TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void wakeEndsTheAwaitThatIsGoingOnOrTheNext() {
    long start = System.nanoTime();
    datapath.wake();
    datapath.await(Patience.LIMIT.toNanos());
    new Thread(datapath::wake).start();
    datapath.await(Patience.LIMIT.toNanos());
    assertThat(System.nanoTime() - start).isLessThan(Patience.LIMIT.toNanos());
  }

  @Test
  void aClosedSessionTouchesNothingAnyMore() {
    Tap tap = datapath.openTap(TapOptions.DEFAULT);
    run(1, 0);
    datapath.close();
    datapath.wake();
    assertThat(ports(tap, 10)).isEmpty();
    assertThat(tap.counters().reserved()).isEqualTo(1);
    tap.close();
    assertThatThrownBy(() -> datapath.ledger(tap)).hasMessage("this session is closed");
    assertThatThrownBy(() -> datapath.apply(List.of())).hasMessage("this session is closed");
  }
}
