package io.udpscope.app;

import io.udpscope.capture.GrowingRows;
import io.udpscope.capture.flow.FlowCounter;
import io.udpscope.capture.flow.Flows;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.model.PacketRecord;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes packets out of the ring into the store and counts who talks with whom, and hands them to a
 * file through a tap of its own. The agent's.
 */
final class Intake {
  private static final int BATCH = 4096;
  private static final long DRAIN_NANOS = 5_000_000;
  private static final long COUNT_NANOS = 3_000_000;

  /** While the ring fills as fast as it is read. */
  private static final long HURRIED_COUNT_NANOS = 500_000;

  private final boolean ofFile;
  private final GrowingRows store;
  private final PacketConsumer append;
  private final Flows flows = new Flows();
  private final FlowCounter counter;
  private final Tap tap;
  private final Optional<SinkTap> sink;

  /** How much of what was in the ring has been taken out and counted. */
  enum Drained {
    NOTHING,
    PART,
    ALL
  }

  /**
   * @param sinkLost told once what went wrong with the file, if something does
   */
  Intake(
      Datapath datapath, DatapathSource source, Agent.Options options, Consumer<String> sinkLost) {
    ofFile = source.isFile();
    store = source.store(options.storeBytes());
    append = store::append;
    counter = new FlowCounter(store, flows);
    tap = datapath.openTap(options.tap());
    sink = options.sink().map(from -> SinkTap.open(datapath, options.tap(), from, sinkLost));
  }

  GrowingRows store() {
    return store;
  }

  Flows flows() {
    return flows;
  }

  FlowCounter counter() {
    return counter;
  }

  Tap tap() {
    return tap;
  }

  /** Empties the ring, unless it fills as fast. A file has time to wait for the counting. */
  Drained drain() {
    if (ofFile && counter.isBehind()) {
      return Drained.PART;
    }
    long deadline = System.nanoTime() + DRAIN_NANOS;
    int read = tap.read(append, BATCH);
    if (read == 0) {
      return Drained.NOTHING;
    }
    while (read == BATCH && System.nanoTime() < deadline) {
      read = tap.read(append, BATCH);
    }
    return read == BATCH ? Drained.PART : Drained.ALL;
  }

  /**
   * Counts what was drained, and hands on what is for the file.
   *
   * @return PART if there is more to count
   */
  Drained count(Drained drained) {
    long nanos = drained == Drained.PART ? HURRIED_COUNT_NANOS : COUNT_NANOS;
    boolean all = counter.advance(nanos);
    sink.ifPresent(SinkTap::write);
    return all ? drained : Drained.PART;
  }

  /** The time of the newest packet, 0 without one. */
  long newestNanos() {
    long end = store.endRow();
    return store.firstRow() == end ? 0 : nanos(end - 1);
  }

  StoreFill fill() {
    long first = store.firstRow();
    long span = first < store.endRow() ? Math.max(0, newestNanos() - nanos(first)) : 0;
    return new StoreFill(store.bytesUsed(), store.bytesCapacity(), store.held(), span);
  }

  private long nanos(long row) {
    return store.packet(row, new PacketRecord()).monotonicNanos();
  }

  /**
   * Ends the file.
   *
   * @return what went wrong with that
   */
  Optional<String> finish() {
    return sink.flatMap(SinkTap::finish);
  }
}
