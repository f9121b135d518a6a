package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.ForwardLayout;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.TargetLayout;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Where a set of rules sends packets, as the program's tables: the forwards, those of their targets
 * that can be sent to, and the tables by which one of several is chosen.
 */
final class CompiledForwards {
  /**
   * @param targets that are up and have an address, in the order of the rule
   * @param balance the index of the table; of no meaning if there is at most one target
   */
  private record Entry(
      Rule rule, Forward forward, List<Target> targets, int firstTarget, int balance, int size) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<ByteBuffer, Integer> balances = new LinkedHashMap<>();
  private final ToIntFunction<TargetKey> slots;

  /**
   * @param slots of each target
   * @throws DatapathException if they do not fit
   */
  CompiledForwards(List<Rule> rules, ToIntFunction<TargetKey> slots) {
    this.slots = slots;
    checkNumber(rules);
    int first = 0;
    for (Rule rule : rules) {
      if (rule.forward().isPresent()) {
        Entry entry = compile(rule, rule.forward().get(), first);
        entries.add(entry);
        first += entry.targets().size();
      }
    }
  }

  /**
   * @throws DatapathException if they have more targets than fit
   */
  static void checkNumber(List<Rule> rules) {
    int targets = 0;
    for (Rule rule : rules) {
      targets += rule.forward().map(forward -> forward.targets().size()).orElse(0);
    }
    if (targets > Limits.TARGETS) {
      throw new DatapathException(
          "these rules have " + targets + " targets: " + Limits.TARGETS + " fit");
    }
  }

  private Entry compile(Rule rule, Forward forward, int first) {
    List<Target> up = targets(forward);
    if (up.size() < 2 || forward.strategy() == Strategy.ALL) {
      return new Entry(rule, forward, up, first, 0, 0);
    }
    boolean inTurns = forward.strategy() == Strategy.ROUND_ROBIN;
    byte[] table = inTurns ? RoundRobin.table(up) : Maglev.table(up);
    return new Entry(rule, forward, up, first, balance(table), table.length);
  }

  /** The index of a table; forwards that have the same one share it. */
  private int balance(byte[] table) {
    Integer known = balances.putIfAbsent(ByteBuffer.wrap(table), balances.size());
    if (balances.size() > Limits.BALANCES) {
      throw new DatapathException(
          "these rules balance among more than "
              + Limits.BALANCES
              + " different sets of targets: use fewer");
    }
    return known != null ? known : balances.size() - 1;
  }

  /**
   * Writes them into a generation.
   *
   * @param memory a {@code struct udpscope_generation} at its start, in native byte order
   * @param taps bit n: tap n takes the answers that go back to clients
   */
  void writeTo(ByteBuffer memory, int taps) {
    for (int i = 0; i < entries.size(); i++) {
      write(memory, GenerationLayout.FORWARDS + i * ForwardLayout.SIZE, entries.get(i));
    }
    balances.forEach(
        (table, index) ->
            memory.put(
                GenerationLayout.BALANCES + index * Limits.BALANCE_ROOM,
                table.array(),
                0,
                table.capacity()));
    writeReplies(memory, taps);
  }

  private void write(ByteBuffer memory, int at, Entry entry) {
    Forward forward = entry.forward();
    memory.putShort(at + ForwardLayout.FIRST_TARGET, (short) entry.firstTarget());
    memory.putShort(at + ForwardLayout.TARGET_COUNT, (short) entry.targets().size());
    memory.putShort(at + ForwardLayout.BALANCE, (short) entry.balance());
    memory.putShort(at + ForwardLayout.BALANCE_SIZE, (short) entry.size());
    memory.put(at + ForwardLayout.STRATEGY, (byte) forward.strategy().ordinal());
    memory.put(at + ForwardLayout.SOURCE, (byte) forward.source().kind().ordinal());
    memory.put(at + ForwardLayout.REPLIES, (byte) (forward.replies() ? 1 : 0));
    memory.put(
        at + ForwardLayout.PATH,
        (byte) (forward.isRelayed() ? Path.RELAY : forward.path()).ordinal());
    memory.putShort(at + ForwardLayout.FIRST_REPLY_PORT, (short) forward.replyPorts().first());
    memory.putShort(at + ForwardLayout.LAST_REPLY_PORT, (short) forward.replyPorts().last());
    memory.putInt(at + ForwardLayout.IDLE_SECONDS, forward.idleSeconds());
    put(memory, at + ForwardLayout.SOURCE_ADDRESS, forward.source().address().orElse(null));
    for (int i = 0; i < entry.targets().size(); i++) {
      int index = entry.firstTarget() + i;
      writeTarget(memory, index, entry.rule(), entry.targets().get(i));
    }
  }

  /**
   * Those that can be sent to. A name may come to stand for a loopback address; where the client's
   * is kept, nothing that is sent there could be answered, and it counts as none.
   */
  static List<Target> targets(Forward forward) {
    boolean keepsOnRelay = forward.path() != Path.KERNEL && forward.source().equals(Source.KEEP);
    return forward.targets().stream()
        .filter(target -> !target.down() && target.address().isPresent())
        .filter(target -> !(keepsOnRelay && target.isLoopback()))
        .toList();
  }

  private void writeTarget(ByteBuffer memory, int index, Rule rule, Target target) {
    int at = GenerationLayout.TARGETS + index * TargetLayout.SIZE;
    IpAddress address = target.address().orElseThrow();
    put(memory, at + TargetLayout.ADDRESS, address);
    memory.putShort(at + TargetLayout.PORT, (short) target.port());
    memory.putShort(at + TargetLayout.SLOT, (short) slots.applyAsInt(TargetKey.of(rule, target)));
    memory.put(at + TargetLayout.IPV6, (byte) (address.isIpv6() ? 1 : 0));
  }

  /** Where answers to clients are to be expected at all. */
  private void writeReplies(ByteBuffer memory, int taps) {
    int first = 0;
    int last = 0;
    boolean any = false;
    boolean anyPort = false;
    for (Entry entry : entries) {
      Forward forward = entry.forward();
      boolean sessions = forward.programReplies();
      if (sessions && forward.source().kind() == Source.Kind.KEEP) {
        anyPort = true;
      } else if (sessions) {
        first =
            last == 0
                ? forward.replyPorts().first()
                : Math.min(first, forward.replyPorts().first());
        last = Math.max(last, forward.replyPorts().last());
      }
      any |= sessions;
    }
    memory.put(GenerationLayout.REPLIES, (byte) (any ? 1 : 0));
    memory.put(GenerationLayout.REPLIES_ANY_PORT, (byte) (anyPort ? 1 : 0));
    memory.putShort(GenerationLayout.FIRST_REPLY_PORT, (short) first);
    memory.putShort(GenerationLayout.LAST_REPLY_PORT, (short) last);
    memory.put(GenerationLayout.REPLY_TAPS, (byte) taps);
  }

  /**
   * @param address null for none, which is all zeroes
   */
  private static void put(ByteBuffer memory, int at, IpAddress address) {
    memory.putLong(at, 0).putLong(at + Long.BYTES, 0);
    if (address != null) {
      memory.put(at, address.bytes());
    }
  }
}
