package io.udpscope.cli;

import io.udpscope.capture.WallClock;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.Tap;
import io.udpscope.model.Action;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Rule;
import io.udpscope.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a tap's records and gives names to what they have as numbers: the interface, the rule, the
 * time. Names are looked up once. Used by one thread.
 */
final class PacketReader {
  /** What a slot stood for when it was first met. */
  private record NamedRule(String name, Action action) {}

  private final Datapath datapath;
  private final WallClock clock = new WallClock();
  private final PacketRecord record = new PacketRecord();
  private final Map<Integer, String> interfaces = new HashMap<>();
  private final Map<Integer, NamedRule> rules = new HashMap<>();

  PacketReader(Datapath datapath) {
    this.datapath = datapath;
    for (Attachment attachment : datapath.attachments()) {
      interfaces.put(attachment.ifindex(), attachment.interfaceName());
    }
  }

  /**
   * Hands over what the tap has.
   *
   * @return how many packets, at most {@code limit}
   */
  int read(Tap tap, PacketSink sink, int limit) throws IOException {
    clock.refresh();
    try {
      return tap.read((buffer, offset, length) -> accept(buffer, offset, sink), limit);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void accept(ByteBuffer buffer, int offset, PacketSink sink) {
    record.wrap(buffer, offset);
    NamedRule rule = rules.get(record.ruleSlot());
    if (rule == null) {
      rule = rule(record.ruleSlot(), record.verdict());
    }
    try {
      sink.accept(
          new CapturedPacket(
              record,
              clock.epochNanos(record.monotonicNanos()),
              interfaces.getOrDefault(record.ifindex(), "?"),
              rule.name,
              rule.action));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A rule that is gone has left its verdict, which tells its action. */
  private NamedRule rule(int slot, Verdict verdict) {
    String name = datapath.ruleName(slot).orElse("?");
    Action action = verdict == Verdict.DROPPED ? Action.DROP : Action.PASS;
    for (Rule rule : datapath.rules()) {
      if (rule.name().equals(name)) {
        action = rule.action();
      }
    }
    NamedRule named = new NamedRule(name, action);
    rules.put(slot, named);
    return named;
  }

  /** Packets that found no room in the tap's ring. */
  long lost(Tap tap) {
    return tap.counters().lost();
  }

  long nowEpochNanos() {
    return clock.epochNanos(System.nanoTime());
  }
}
