package io.udpscope.app.export;

import io.udpscope.capture.PacketRows;
import io.udpscope.capture.PcapngWriter;
import io.udpscope.capture.Redaction;
import io.udpscope.capture.filter.ShownRows;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.model.Failure;
import io.udpscope.model.Hook;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes rows of the store as pcapng, a slice of time after another. What has made room for newer
 * packets before its turn came is counted. The agent's.
 */
final class PacketsExport {
  private static final int LOOK_AT_CLOCK_EVERY = 64;

  /**
   * What to write.
   *
   * @param from the first place
   * @param end one more than the last
   */
  record Range(ShownRows rows, long from, long end) {
    static Range all(ShownRows rows) {
      return new Range(rows, rows.first(), rows.end());
    }
  }

  private final PacketRows store;
  private final Datapath datapath;
  private final PcapngWriter writer;
  private final Range range;
  private final Optional<Redaction> redaction;
  private final long clockOffset;
  private final Map<Integer, Hook> hooks = new HashMap<>();
  private final PacketRecord stored = new PacketRecord();
  private long place;
  private long packets;
  private long lost;
  private long evicted;
  private long lastNanos;

  /**
   * @param clockOffset what makes wall-clock time of the records' clock, nanoseconds
   */
  PacketsExport(
      PacketRows store,
      Datapath datapath,
      PcapngWriter writer,
      Range range,
      Optional<Redaction> redaction,
      long clockOffset) {
    this.store = store;
    this.datapath = datapath;
    this.writer = writer;
    this.range = range;
    this.redaction = redaction;
    this.clockOffset = clockOffset;
    place = range.from();
    for (Attachment attachment : datapath.attachments()) {
      hooks.put(attachment.ifindex(), attachment.hook());
    }
  }

  /**
   * Writes some more packets, and the account behind the last one.
   *
   * @return whether it is done
   */
  boolean advance(long sliceNanos) throws IOException {
    long start = System.nanoTime();
    while (place < range.end()) {
      skipEvicted();
      for (int i = 0; i < LOOK_AT_CLOCK_EVERY && place < range.end(); i++) {
        write(range.rows().row(place++));
      }
      if (place < range.end() && System.nanoTime() - start >= sliceNanos) {
        return false;
      }
    }
    writer.writeStatistics(lastNanos + clockOffset, lost);
    writer.flush();
    return true;
  }

  private void skipEvicted() {
    long first = Math.min(range.rows().first(), range.end());
    if (place < first) {
      evicted += first - place;
      place = first;
    }
  }

  private void write(long row) throws IOException {
    if (store.isGap(row)) {
      return; // the packet behind it tells
    }
    store.packet(row, stored);
    PacketRecord packet = redaction.isPresent() ? redaction.get().of(stored) : stored;
    if (!writer.knows(packet.ifindex())) {
      describeInterface(packet);
    }
    lastNanos = packet.monotonicNanos();
    writer.write(packet, lastNanos + clockOffset, comment(packet));
    lost += packet.lostBefore();
    packets++;
  }

  private void describeInterface(PacketRecord packet) {
    int ifindex = packet.ifindex();
    String name = datapath.interfaceName(ifindex).orElse("interface " + ifindex);
    Optional<Hook> hook = Optional.ofNullable(hooks.get(ifindex));
    writer.addInterface(ifindex, name, packet.link(), hook);
  }

  /** Empty where a file says nothing of it. */
  private String comment(PacketRecord packet) {
    if (packet.verdict() == Verdict.UNKNOWN) {
      return "";
    }
    String rule = datapath.ruleName(packet.ruleSlot()).orElse("(removed)");
    String name = redaction.isPresent() ? redaction.get().of(rule) : rule;
    Failure failure = packet.failure();
    String why = failure == Failure.NO_FAILURE ? "" : " (" + failure.word() + ")";
    String by = name.isEmpty() ? "" : "rule " + name + ", ";
    return by + packet.verdict().word() + why;
  }

  long packets() {
    return packets;
  }

  /** Rows that there were when it began. */
  long asked() {
    return range.end() - range.from();
  }

  /** Rows that were gone when their turn came. */
  long evicted() {
    return evicted;
  }
}
