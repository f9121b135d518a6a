package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.CaptureLayout;
import io.udpscope.datapath.bpf.abi.Dimensions;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.InterfaceLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.RuleLayout;
import io.udpscope.model.Capture;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * A set of rules as the program's tables: for each dimension, which rules accept a value. It writes
 * every byte that the program will read of a generation, so what was there before does not matter.
 */
public final class CompiledRules {
  private final List<Rule> rules;
  private final RowTable rows = new RowTable();
  private final PrefixBlocks blocks = new PrefixBlocks();
  private final Ipv6Prefixes ipv6 = new Ipv6Prefixes(blocks);
  private final int dimensions;
  private final short[] portsIpv4;
  private final short[] portsIpv6;
  private final int[] interfaceIndexes;
  private final int[] interfaceRows;
  private final int defaultInterfaceRow;
  private final short[] ipv6Roots = new short[2];
  private final short[] sourceRoots;
  private final short[] destinationRoots;
  private final CompiledForwards forwards;
  private final ToIntFunction<String> ruleSlots;

  private CompiledRules(
      List<Rule> rules,
      Map<String, Integer> interfaces,
      ToIntFunction<String> ruleSlots,
      ToIntFunction<TargetKey> targetSlots) {
    this.rules = rules;
    this.ruleSlots = ruleSlots;
    this.forwards = new CompiledForwards(rules, targetSlots);
    this.dimensions = dimensions(rules);
    this.portsIpv4 = ports(false).compile(rows);
    this.portsIpv6 = ports(true).compile(rows);
    this.interfaceIndexes = new int[interfaces.size()];
    this.interfaceRows = new int[interfaces.size()];
    int i = 0;
    for (var entry : interfaces.entrySet()) {
      interfaceIndexes[i] = entry.getValue();
      interfaceRows[i++] = interfaceRow(entry.getKey());
    }
    this.defaultInterfaceRow = interfaceRow(null);
    this.sourceRoots = compilePrefixes(Dimensions.SOURCE);
    this.destinationRoots = compilePrefixes(Dimensions.DESTINATION);
  }

  /**
   * @param interfaces index of each interface of the session by its name
   * @param ruleSlots of each rule, by its name
   * @param targetSlots of each target
   * @throws DatapathException if they do not fit
   */
  public static CompiledRules of(
      List<Rule> rules,
      Map<String, Integer> interfaces,
      ToIntFunction<String> ruleSlots,
      ToIntFunction<TargetKey> targetSlots) {
    checkNumber(rules);
    return new CompiledRules(List.copyOf(rules), interfaces, ruleSlots, targetSlots);
  }

  /**
   * @throws DatapathException if they, or their targets, are more than fit
   */
  public static void checkNumber(List<Rule> rules) {
    if (rules.size() > Limits.MAX_RULES) {
      throw new DatapathException(
          rules.size() + " rules are too many: " + Limits.MAX_RULES + " fit");
    }
    CompiledForwards.checkNumber(rules);
  }

  private static int dimensions(List<Rule> rules) {
    int dimensions = 0;
    for (Rule rule : rules) {
      dimensions |= rule.match().interfaceName().isPresent() ? Dimensions.INTERFACE : 0;
      dimensions |= rule.match().source().isPresent() ? Dimensions.SOURCE : 0;
      dimensions |= rule.match().destination().isPresent() ? Dimensions.DESTINATION : 0;
    }
    return dimensions;
  }

  /** The ports of the rules that accept an IP version: those without a prefix of the other one. */
  private PortTable ports(boolean ipv6) {
    PortTable table = new PortTable();
    for (int position = 0; position < rules.size(); position++) {
      Rule rule = rules.get(position);
      if (accepts(rule.match().source(), ipv6) && accepts(rule.match().destination(), ipv6)) {
        table.add(position, rule.match().ports());
      }
    }
    return table;
  }

  private static boolean accepts(Optional<Prefix> prefix, boolean ipv6) {
    return prefix.isEmpty() || prefix.get().address().isIpv6() == ipv6;
  }

  /**
   * @param name null for an interface that no rule names
   */
  private int interfaceRow(String name) {
    RuleSet accepting = new RuleSet();
    for (int position = 0; position < rules.size(); position++) {
      Optional<String> wanted = rules.get(position).match().interfaceName();
      if (wanted.isEmpty() || wanted.get().equals(name)) {
        accepting.add(position);
      }
    }
    return rows.indexOf(accepting);
  }

  /** The IPv4 roots of one dimension, and its IPv6 tree; nothing if no rule looks at it. */
  private short[] compilePrefixes(int dimension) {
    if ((dimensions & dimension) == 0) {
      return new short[0];
    }
    boolean destination = dimension == Dimensions.DESTINATION;
    PrefixRows version4 = new PrefixRows();
    PrefixRows version6 = new PrefixRows();
    for (int position = 0; position < rules.size(); position++) {
      var match = rules.get(position).match();
      Optional<Prefix> prefix = destination ? match.destination() : match.source();
      if (prefix.isEmpty()) {
        version4.addUnconstrained(position);
        version6.addUnconstrained(position);
      } else if (prefix.get().address().isIpv6()) {
        version6.add(position, prefix.get());
      } else {
        version4.add(position, prefix.get());
      }
    }
    ipv6Roots[destination ? 1 : 0] =
        ipv6.compile(version6.defaultRow(rows), version6.compile(rows));
    return Ipv4Prefixes.compile(blocks, version4.defaultRow(rows), version4.compile(rows));
  }

  int rowCount() {
    return rows.count();
  }

  int blockCount() {
    return blocks.count();
  }

  /**
   * Writes the generation.
   *
   * @param memory a {@code struct udpscope_generation} at its start, in native byte order
   * @param taps bit n: tap n takes the packets of every rule
   * @param deadlineNanos kernel's monotonic clock; 0 if it stands
   * @param fallback the index of the generation that packets obey from then on
   */
  public void writeTo(ByteBuffer memory, long number, int taps, long deadlineNanos, int fallback) {
    memory.putLong(GenerationLayout.DEADLINE_NS, deadlineNanos);
    memory.putInt(GenerationLayout.FALLBACK, fallback);
    memory.putInt(GenerationLayout.NUMBER, (int) number);
    memory.putInt(GenerationLayout.DIMENSIONS, dimensions);
    memory.putInt(GenerationLayout.RULE_COUNT, rules.size());
    memory.putInt(GenerationLayout.INTERFACE_COUNT, interfaceIndexes.length);
    memory.putInt(GenerationLayout.DEFAULT_INTERFACE_ROW, defaultInterfaceRow);
    writeInterfaces(memory);
    writeRules(memory, taps);
    writeCaptures(memory);
    forwards.writeTo(memory, taps);
    rows.writeTo(memory, GenerationLayout.ROWS);
    put(memory, GenerationLayout.PORT_ROWS, portsIpv4);
    put(memory, GenerationLayout.PORT_ROWS + portsIpv4.length * Short.BYTES, portsIpv6);
    put(memory, GenerationLayout.SOURCE_ROOTS, sourceRoots);
    put(memory, GenerationLayout.DESTINATION_ROOTS, destinationRoots);
    put(memory, GenerationLayout.PREFIX_BLOCKS, blocks.entries());
    put(memory, GenerationLayout.IPV6_ROOTS, ipv6Roots);
    ipv6.writeTo(memory);
  }

  private void writeInterfaces(ByteBuffer memory) {
    for (int i = 0; i < interfaceIndexes.length; i++) {
      int at = GenerationLayout.INTERFACES + i * InterfaceLayout.SIZE;
      memory.putInt(at + InterfaceLayout.IFINDEX, interfaceIndexes[i]);
      memory.putInt(at + InterfaceLayout.ROW, interfaceRows[i]);
    }
  }

  private void writeRules(ByteBuffer memory, int taps) {
    int forward = 0;
    for (int position = 0; position < rules.size(); position++) {
      Rule rule = rules.get(position);
      int at = GenerationLayout.RULES + position * RuleLayout.SIZE;
      memory.putShort(at + RuleLayout.SLOT, (short) ruleSlots.applyAsInt(rule.name()));
      memory.put(at + RuleLayout.ACTION, (byte) rule.action().ordinal());
      memory.put(at + RuleLayout.TAPS, (byte) taps);
      memory.putShort(at + RuleLayout.PORT_SHIFT, (short) rule.portShift());
      forward += rule.forward().isPresent() ? 1 : 0;
      memory.putShort(at + RuleLayout.FORWARD, (short) (rule.forward().isPresent() ? forward : 0));
    }
  }

  private void writeCaptures(ByteBuffer memory) {
    boolean any = rules.stream().anyMatch(rule -> !rule.capture().isDefault());
    memory.put(GenerationLayout.HAS_CAPTURES, (byte) (any ? 1 : 0));
    memory.put(GenerationLayout.CAPTURES, new byte[Limits.RULE_SLOTS * CaptureLayout.SIZE]);
    for (Rule rule : rules) {
      int slot = ruleSlots.applyAsInt(rule.name());
      write(memory, GenerationLayout.CAPTURES + slot * CaptureLayout.SIZE, rule.capture());
    }
  }

  private static void write(ByteBuffer memory, int at, Capture capture) {
    memory.putInt(at + CaptureLayout.SAMPLE, capture.sample().orElse(0));
    memory.putShort(at + CaptureLayout.SNAPLEN, (short) capture.snaplen().orElse(0));
    memory.put(at + CaptureLayout.HAS_SNAPLEN, (byte) (capture.snaplen().isPresent() ? 1 : 0));
    memory.put(at + CaptureLayout.OFF, (byte) (capture.off() ? 1 : 0));
  }

  private static void put(ByteBuffer memory, int offset, short[] values) {
    memory
        .slice(offset, values.length * Short.BYTES)
        .order(memory.order())
        .asShortBuffer()
        .put(values);
  }
}
