package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.model.PacketRecord;
import io.udpscope.model.TapCounters;
import io.udpscope.packets.Frame;
import io.udpscope.patience.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taps never steal from each other, and what a full one loses is counted on it alone. */
@Tag("bpf")
class TapsTest {
  private static final byte[] FRAME = Frame.ethernet().ipv4().udp(9, 53).payload(200).bytes();
  private static final int HEADERS = 42;
  private static final int MAX_TAPS = 8;
  private static final int SMALLEST_RING = 4096;

  private LoadedProgram program;

  @BeforeEach
  void load() {
    program = LoadedProgram.load(TapOptions.DEFAULT);
    program.datapath().apply(List.of(Observation.DROP_ALL));
  }

  @AfterEach
  void unload() {
    program.close();
  }

  @Test
  void eachTapGetsEveryPacketInItsOwnLength() {
    Tap headers = program.datapath().openTap(TapOptions.DEFAULT.withSnaplen(0));
    Tap some = program.datapath().openTap(TapOptions.DEFAULT.withSnaplen(100));
    Tap all = program.datapath().openTap(TapOptions.DEFAULT.withSnaplen(65535));

    send(10);

    assertThat(lengthsIn(headers)).hasSize(10).containsOnly(HEADERS);
    assertThat(lengthsIn(some)).hasSize(10).containsOnly(100);
    assertThat(lengthsIn(all)).hasSize(10).containsOnly(FRAME.length);
    assertThat(lengthsIn(program.tap())).hasSize(10).containsOnly(FRAME.length);
  }

  /** Each CPU counts for itself which packet of a rule is one in so many. */
  @Test
  void aSampleIsOneInSoManyOfTheRulesPackets() {
    Tap sampled = program.datapath().openTap(new TapOptions(96, 10, TapOptions.DEFAULT_RING_BYTES));

    send(1);
    assertThat(lengthsIn(sampled)).as("the first of them").hasSize(1);
    send(999);

    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(lengthsIn(sampled).size()).isBetween(99 - processors, 99 + processors);
    assertThat(lengthsIn(program.tap())).hasSize(1000);
    assertThat(sampled.counters().lost()).isZero();
  }

  @Test
  void aTapWhoseReaderIsSlowCountsItsLossesAndTheOthersLoseNone() {
    Tap full = program.datapath().openTap(new TapOptions(65535, 1, SMALLEST_RING));

    send(500);

    TapCounters counters = full.counters();
    assertThat(counters.lost()).isPositive();
    assertThat(counters.reserved() + counters.lost()).isEqualTo(500);
    assertThat(lengthsIn(full)).hasSize((int) counters.reserved());
    assertThat(lengthsIn(program.tap())).hasSize(500);
    assertThat(program.tap().counters().lost()).isZero();
  }

  /** The next record of a CPU says what that CPU lost: a reader sees where the gap is. */
  @Test
  void theGapIsInTheNextRecords() throws InterruptedException {
    Tap full = program.datapath().openTap(new TapOptions(65535, 1, SMALLEST_RING));
    send(500);
    long lost = full.counters().lost();
    long[] gaps = {0};
    PacketConsumer adding =
        (buffer, offset, length) -> gaps[0] += new PacketRecord().wrap(buffer, offset).lostBefore();
    full.read(adding, Integer.MAX_VALUE);
    assertThat(gaps[0]).isZero();

    // Which CPUs lost them nobody knows: run on all until each has told.
    long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
    while (gaps[0] < lost && System.nanoTime() < deadline) {
      sendOnAllProcessors();
      full.read(adding, Integer.MAX_VALUE);
    }

    assertThat(full.counters().lost()).isEqualTo(lost);
    assertThat(gaps[0]).isEqualTo(lost);
  }

  private void sendOnAllProcessors() throws InterruptedException {
    List<Thread> senders =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> new Thread(() -> program.isDropped(FRAME)))
            .toList();
    senders.forEach(Thread::start);
    for (Thread sender : senders) {
      sender.join();
    }
  }

  @Test
  void aReaderTakesNoMoreThanItAskedFor() {
    send(10);

    assertThat(program.tap().read((buffer, offset, length) -> {}, 3)).isEqualTo(3);
    assertThat(program.tap().counters().read()).isEqualTo(3);
    assertThat(program.tap().read((buffer, offset, length) -> {}, 100)).isEqualTo(7);
    assertThat(program.tap().counters().read()).isEqualTo(10);
    assertThat(program.tap().read((buffer, offset, length) -> {}, 100)).isZero();
  }

  /** A ring is a circle: records go on where it ends. */
  @Test
  void recordsAreWholeAcrossTheEndOfTheRing() {
    Tap small = program.datapath().openTap(new TapOptions(65535, 1, SMALLEST_RING));
    for (int i = 0; i < 2000; i++) {
      byte[] frame = Frame.ethernet().ipv4().udp(i, 53).payload(i % 300).bytes();
      program.isDropped(frame);
      List<byte[]> read = new ArrayList<>();
      small.read(
          (buffer, offset, length) -> read.add(new PacketRecord().wrap(buffer, offset).frame()),
          10);
      assertThat(read).as("packet %d", i).containsExactly(frame);
    }
  }

  @Test
  void aClosedTapLeavesTheOthersAndMakesRoom() {
    List<Tap> more = new ArrayList<>();
    for (int i = 1; i < MAX_TAPS; i++) {
      more.add(program.datapath().openTap(new TapOptions(96, 1, SMALLEST_RING)));
    }
    assertThatThrownBy(() -> program.datapath().openTap(TapOptions.DEFAULT))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining(Integer.toString(MAX_TAPS));

    more.get(3).close();
    send(1);
    Tap again = program.datapath().openTap(TapOptions.DEFAULT);
    assertThat(again.counters()).isEqualTo(new TapCounters(0, 0, 0));
    send(1);

    assertThat(lengthsIn(again)).hasSize(1);
    assertThat(lengthsIn(more.get(4))).hasSize(2);
    assertThat(lengthsIn(program.tap())).hasSize(2);
  }

  /** No packet wakes a reader that is awake, but one that sleeps is woken by the next. */
  @Test
  void aSparsePacketWakesTheReaderAtOnce() throws InterruptedException {
    long timeout = Patience.LIMIT.toNanos();
    for (int i = 0; i < 50; i++) {
      Thread sender = new Thread(() -> program.isDropped(FRAME));
      sender.start();
      long before = System.nanoTime();
      int records = 0;
      while (records == 0 && System.nanoTime() - before < timeout) {
        program.datapath().await(timeout);
        records = program.tap().read((buffer, offset, length) -> {}, 10);
      }
      assertThat(records).isEqualTo(1);
      assertThat(System.nanoTime() - before).as("round %d", i).isLessThan(timeout / 2);
      sender.join();
    }
  }

  @Test
  void aSleepWithoutPacketsEndsWithItsTime() {
    long before = System.nanoTime();

    program.datapath().await(TimeUnit.MILLISECONDS.toNanos(50));

    assertThat(System.nanoTime() - before)
        .isBetween(TimeUnit.MILLISECONDS.toNanos(45), TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void wakeEndsASleepAlsoOneThatHasNotBegun() throws InterruptedException {
    long before = System.nanoTime();

    program.datapath().wake();
    program.datapath().await(Patience.LIMIT.toNanos());
    Thread waker = new Thread(program.datapath()::wake);
    waker.start();
    program.datapath().await(Patience.LIMIT.toNanos());
    waker.join();

    assertThat(System.nanoTime() - before).isLessThan(Patience.LIMIT.toNanos());
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      program.isDropped(FRAME);
    }
  }

  private static List<Integer> lengthsIn(Tap tap) {
    List<Integer> lengths = new ArrayList<>();
    tap.read(
        (buffer, offset, length) -> lengths.add(new PacketRecord().wrap(buffer, offset).captured()),
        Integer.MAX_VALUE);
    return lengths;
  }
}
