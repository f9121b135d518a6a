package io.udpscope.cli.output;

import io.udpscope.capture.WallClock;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.Tap;
import io.udpscope.model.Action;
import io.udpscope.model.Hook;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Rule;
import io.udpscope.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a tap's records and gives names to what they have as numbers: the interface, the rule, the
 * time. Names are looked up once. Used by one thread.
 */
public final class PacketReader {
  /** The original did not go up the stack. */
  public static final Set<Verdict> TAKEN =
      EnumSet.of(Verdict.DROPPED, Verdict.FORWARDED, Verdict.RELAYED);

  /** What a slot stood for when it was first met. */
  private record NamedRule(String name, Optional<Action> action) {}

  private final Datapath datapath;
  private final WallClock clock = new WallClock();
  private final PacketRecord record = new PacketRecord();
  private final Map<Integer, String> interfaces = new HashMap<>();
  private final Map<Integer, Hook> hooks = new HashMap<>();
  private final Map<Integer, NamedRule> rules = new HashMap<>();

  public PacketReader(Datapath datapath) {
    this.datapath = datapath;
  }

  /**
   * Hands over what the tap has.
   *
   * @return how many packets, at most {@code limit}
   */
  public int read(Tap tap, PacketOutput output, int limit) throws IOException {
    refreshClock();
    try {
      return tap.read((buffer, offset, length) -> accept(buffer, offset, output), limit);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void accept(ByteBuffer buffer, int offset, PacketOutput output) {
    try {
      output.accept(packet(buffer, offset));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record that begins at {@code offset}; valid until the next one is asked for. */
  CapturedPacket packet(ByteBuffer buffer, int offset) {
    record.wrap(buffer, offset);
    NamedRule rule = rules.get(record.ruleSlot());
    if (rule == null) {
      rule = rule(record.ruleSlot(), record.verdict());
    }
    String interfaceName = interfaces.get(record.ifindex());
    if (interfaceName == null) {
      interfaceName = interfaceName(record.ifindex());
    }
    long time = clock.epochNanos(record.monotonicNanos());
    Optional<Hook> hook = Optional.ofNullable(hooks.get(record.ifindex()));
    return new CapturedPacket(record, time, interfaceName, hook, rule.name, rule.action);
  }

  private String interfaceName(int ifindex) {
    for (Attachment attachment : datapath.attachments()) {
      interfaces.put(attachment.ifindex(), attachment.interfaceName());
      hooks.put(attachment.ifindex(), attachment.hook());
    }
    return interfaces.computeIfAbsent(ifindex, index -> "?");
  }

  /** A rule that is gone has left its verdict, which tells its action. */
  private NamedRule rule(int slot, Verdict verdict) {
    String name = datapath.ruleName(slot).orElse("?");
    Action action = TAKEN.contains(verdict) ? Action.DROP : Action.PASS;
    for (Rule rule : datapath.rules()) {
      if (rule.name().equals(name)) {
        action = rule.action();
      }
    }
    NamedRule named = new NamedRule(name, Optional.of(action));
    rules.put(slot, named);
    return named;
  }

  /** Now and then, so that times follow a wall clock that is set. */
  void refreshClock() {
    clock.refresh();
  }

  /** Packets that found no room in the tap's ring. */
  public long lost(Tap tap) {
    return tap.counters().lost();
  }

  public long nowEpochNanos() {
    return clock.epochNanos(System.nanoTime());
  }
}
