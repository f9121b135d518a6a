package io.udpscope.app;

import io.udpscope.app.change.Effect;
import io.udpscope.app.change.RuleText;
import io.udpscope.capture.PacketRows;
import io.udpscope.model.Direction;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Rule;
import io.udpscope.model.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a change would have done to the packets of the last minute, as far as the store has them.
 * Looks at the newest first, a slice of time after another, so that capture does not wait for it.
 */
final class Preview {
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long SPAN_NANOS = 60 * SECOND_NANOS;

  /** Who asks for a change reads what it would have done now, or not at all. */
  static final long MAX_WORK_NANOS = 200_000_000;

  /** Ports that hurt when they go with the others: DNS, NTP, DHCP, QUIC, IPsec, WireGuard. */
  private static final Set<Integer> DEAR_PORTS = Set.of(53, 67, 68, 123, 443, 500, 4500, 51820);

  private final PacketRows store;
  private final Map<Integer, String> interfaceNames;
  private final Rules before;
  private final Rules after;
  private final long nowNanos;
  private final long maxWorkNanos;
  private final PacketRecord packet = new PacketRecord();
  private final Set<IpAddress> sources = new HashSet<>();
  private final Map<Integer, Long> ports = new HashMap<>();
  private final Set<String> targets = new HashSet<>();
  private final Map<Verdict, Long> changed = new EnumMap<>(Verdict.class);
  private long next;
  private long packets;
  private long oldestNanos;
  private long worked;

  /** A set of rules with a number for what each of them does. */
  private record Rules(
      List<Rule> rules, int[] effects, Verdict[] verdicts, String[] targets, int none) {
    static Rules of(List<Rule> rules, Map<Effect, Integer> numbers) {
      int[] effects = new int[rules.size()];
      Verdict[] verdicts = new Verdict[rules.size()];
      String[] targets = new String[rules.size()];
      for (int i = 0; i < effects.length; i++) {
        Effect effect = Effect.of(rules.get(i));
        effects[i] = number(effect, numbers);
        verdicts[i] = effect.verdict();
        targets[i] = rules.get(i).forward().map(one -> " to " + RuleText.targets(one)).orElse("");
      }
      return new Rules(rules, effects, verdicts, targets, number(Effect.NONE, numbers));
    }

    private static int number(Effect effect, Map<Effect, Integer> numbers) {
      return numbers.computeIfAbsent(effect, one -> numbers.size());
    }
  }

  /**
   * @param maxWorkNanos when so much time was spent on it, it is done with what it has seen
   */
  Preview(
      PacketRows store,
      Map<Integer, String> interfaceNames,
      List<Rule> before,
      List<Rule> after,
      long nowNanos,
      long maxWorkNanos) {
    this.store = store;
    this.interfaceNames = interfaceNames;
    this.nowNanos = nowNanos;
    this.maxWorkNanos = maxWorkNanos;
    Map<Effect, Integer> numbers = new HashMap<>();
    this.before = Rules.of(before, numbers);
    this.after = Rules.of(after, numbers);
    next = store.endRow() - 1;
    oldestNanos = nowNanos;
  }

  /**
   * Looks at some more packets.
   *
   * @return whether it is done
   */
  boolean advance(long sliceNanos) {
    long start = System.nanoTime();
    long spent = 0;
    while (next >= store.firstRow() && worked + spent < maxWorkNanos) {
      if (!look(next)) {
        return true;
      }
      next--;
      if ((next & 63) == 0) {
        spent = System.nanoTime() - start;
        if (spent >= sliceNanos) {
          worked += spent;
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the packet is of the last minute. */
  private boolean look(long row) {
    if (store.isGap(row)) {
      return true;
    }
    store.packet(row, packet);
    if (nowNanos - packet.monotonicNanos() > SPAN_NANOS) {
      oldestNanos = nowNanos - SPAN_NANOS;
      return false;
    }
    oldestNanos = Math.min(oldestNanos, packet.monotonicNanos());
    if (packet.direction() == Direction.OUT || !packet.holds(packet.transportOffset() + 8)) {
      return true;
    }
    packets++;
    int was = decide(before);
    int is = decide(after);
    int effect = is < 0 ? after.none() : after.effects()[is];
    if (effect != (was < 0 ? before.none() : before.effects()[was])) {
      Verdict verdict = is < 0 ? Verdict.PASSED : after.verdicts()[is];
      changed.merge(verdict, 1L, Long::sum);
      targets.add(is < 0 ? "" : after.targets()[is]);
      sources.add(packet.source());
      ports.merge(packet.destinationPort(), 1L, Long::sum);
    }
    return true;
  }

  /** The place of the rule that decides the packet, or -1. */
  private int decide(Rules rules) {
    int port = packet.destinationPort();
    IpAddress source = null;
    IpAddress destination = null;
    for (int i = 0; i < rules.effects().length; i++) {
      Match match = rules.rules().get(i).match();
      if (!match.ports().contains(port)) {
        continue;
      }
      if (match.source().isPresent()) {
        source = source == null ? packet.source() : source;
        if (!match.source().get().contains(source)) {
          continue;
        }
      }
      if (match.destination().isPresent()) {
        destination = destination == null ? packet.destination() : destination;
        if (!match.destination().get().contains(destination)) {
          continue;
        }
      }
      if (match.interfaceName().isEmpty()
          || match.interfaceName().get().equals(interfaceNames.get(packet.ifindex()))) {
        return i;
      }
    }
    return -1;
  }

  /**
   * {@code in the last 60 s this would have dropped 1,204 of 1,310 packets from 3 sources, port 53
   * among them}, or {@code relayed 1,204 of 1,310 packets to 127.0.0.1:6000 from …}.
   */
  String text() {
    long seconds = Math.max(1, (nowNanos - oldestNanos + SECOND_NANOS - 1) / SECOND_NANOS);
    if (packets == 0) {
      return "no packet was captured lately that this could be tried on";
    }
    String start = "in the last " + seconds + " s this would have ";
    String all = grouped(packets) + (packets == 1 ? " packet" : " packets");
    if (changed.isEmpty()) {
      return start + "changed nothing for " + all;
    }
    StringBuilder text = new StringBuilder(start);
    int at = 0;
    for (Map.Entry<Verdict, Long> one : changed.entrySet()) {
      text.append(at++ == 0 ? "" : " and ");
      text.append(one.getKey().word()).append(' ').append(grouped(one.getValue()));
    }
    text.append(" of ")
        .append(all)
        .append(targetText())
        .append(" from ")
        .append(grouped(sources.size()));
    text.append(sources.size() == 1 ? " source" : " sources");
    return text.append(", ").append(portText()).toString();
  }

  /** {@code " to 10.0.0.1:53"}, if that is where all of them would have gone. */
  private String targetText() {
    return targets.size() == 1 ? targets.iterator().next() : "";
  }

  private String portText() {
    if (ports.size() == 1) {
      // Where they went to has just been said, if it is another port.
      String to = targetText().isEmpty() ? "all to port " : "all for port ";
      return to + ports.keySet().iterator().next();
    }
    int dearest = -1;
    for (Map.Entry<Integer, Long> port : ports.entrySet()) {
      if (dearest < 0 || isDearer(port.getKey(), dearest)) {
        dearest = port.getKey();
      }
    }
    return "port " + dearest + " among them";
  }

  private boolean isDearer(int port, int than) {
    boolean dear = DEAR_PORTS.contains(port);
    if (dear != DEAR_PORTS.contains(than)) {
      return dear;
    }
    long more = ports.get(port) - ports.get(than);
    return more != 0 ? more > 0 : port < than;
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
