package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathEvent.WentBack;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.hop.NextHops;
import io.udpscope.datapath.bpf.rule.CompiledRules;
import io.udpscope.datapath.bpf.rule.RelayForwards;
import io.udpscope.datapath.bpf.rule.TargetKey;
import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.NextHop;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The rules that packets obey and, while a change stands unconfirmed, those that they go back to.
 * The program does that by itself; here it is noticed whenever somebody asks.
 */
final class RulesInForce {
  private static final long STANDS = 0;

  /** Where rules and all that belongs to them are written, and their counters. */
  record Tables(
      Generations generations,
      NextHops nextHops,
      SessionTables sessions,
      RulesText text,
      Counters counters,
      TapRings rings,
      SessionRelay relay) {}

  private final Tables tables;
  private final Map<String, Integer> interfaces;
  private final Slots<String> ruleSlots = new Slots<>("rules", Limits.RULE_SLOTS);
  private final TargetSlots targetSlots;
  private final Deque<WentBack> wentBack = new ArrayDeque<>();
  private List<Rule> rules = List.of();
  private List<Rule> kept = List.of();
  private long deadlineNanos = STANDS;
  private long number;
  private long keptNumber;
  private int taps;

  /**
   * @param interfaces index of each interface of the session by its name
   */
  RulesInForce(Tables tables, Map<String, Integer> interfaces) {
    this.tables = tables;
    this.interfaces = interfaces;
    this.targetSlots = new TargetSlots(tables.counters(), tables.relay());
    tables.generations().put(compile(rules, namesOf(rules), targetsOf(rules)), number, taps);
    tables.text().write(number, rules);
  }

  /** The slots that a set of rules needs beside those that it may go back to. */
  private Slots.Assignment<String> namesOf(List<Rule> changed) {
    Set<String> names = new LinkedHashSet<>();
    for (Rule rule : changed) {
      if (!names.add(rule.name())) {
        throw new DatapathException("two rules have the name " + rule.name() + ": rename one");
      }
    }
    kept.forEach(rule -> names.add(rule.name()));
    return ruleSlots.assign(names);
  }

  private Slots.Assignment<TargetKey> targetsOf(List<Rule> changed) {
    Set<TargetKey> targets = new LinkedHashSet<>();
    Stream.of(changed, kept)
        .forEach(
            set -> forEachTarget(set, (rule, target) -> targets.add(TargetKey.of(rule, target))));
    return targetSlots.assign(targets);
  }

  private static void forEachTarget(List<Rule> set, BiConsumer<Rule, Target> work) {
    for (Rule rule : set) {
      for (Target target : rule.forward().map(Forward::targets).orElse(List.of())) {
        work.accept(rule, target);
      }
    }
  }

  private CompiledRules compile(
      List<Rule> changed, Slots.Assignment<String> names, Slots.Assignment<TargetKey> targets) {
    return CompiledRules.of(changed, interfaces, names.slots()::get, targets.slots()::get);
  }

  /** As {@link io.udpscope.datapath.Datapath#apply(List)}. */
  long apply(List<Rule> changed) {
    settle();
    return put(changed, null);
  }

  /** As {@link io.udpscope.datapath.Datapath#apply(List, Duration)}. */
  long apply(List<Rule> changed, Duration confirmWithin) {
    settle();
    return put(changed, changed.equals(kept) ? null : confirmWithin);
  }

  /**
   * @param confirmWithin null for good
   */
  private long put(List<Rule> changed, Duration confirmWithin) {
    CompiledRules.checkNumber(changed); // or what has no slots left would be blamed
    var names = namesOf(changed);
    var targets = targetsOf(changed);
    CompiledRules next = compile(changed, names, targets);
    renew(names, targets);
    if (wantsSessions(changed)) {
      tables.sessions().make();
    }
    follow(targets, List.of(changed, rules, kept));
    tables.relay().startFor(changed);
    RelayForwards relayed = tables.relay().forwards();
    relayed.add(number + 1, changed, names.slots()::get, targets.slots()::get);
    if (confirmWithin == null) {
      tables.generations().put(next, number + 1, taps);
      deadlineNanos = STANDS;
    } else {
      long deadline = System.nanoTime() + confirmWithin.toNanos();
      tables.generations().putUntil(deadline, next, number + 1, taps);
      deadlineNanos = deadline;
    }
    number++;
    ruleSlots.commit(names);
    targetSlots.commit(targets);
    rules = List.copyOf(changed);
    if (deadlineNanos == STANDS) {
      keepRules();
    }
    follow(targets, List.of(rules, kept));
    relayed.retain(number, keptNumber);
    tables.text().write(number, rules);
    return number;
  }

  /** Packets find the ways to the targets of these sets; those to others are forgotten. */
  private void follow(Slots.Assignment<TargetKey> assigned, List<List<Rule>> sets) {
    Map<Integer, NextHops.Wanted> wanted = new LinkedHashMap<>();
    for (List<Rule> set : sets) {
      forEachTarget(
          set,
          (rule, target) -> {
            if (target.address().isPresent() && !target.down() && isProgramToSend(rule)) {
              TargetKey key = TargetKey.of(rule, target);
              Integer fresh = assigned.slots().get(key);
              int slot = fresh != null ? fresh : targetSlots.of(key);
              wanted.putIfAbsent(slot, new NextHops.Wanted(slot, rule.name(), target));
            }
          });
    }
    tables.nextHops().set(List.copyOf(wanted.values()));
  }

  /** Whether the program sends what a rule forwards, or at least tries; else the relay does. */
  private static boolean isProgramToSend(Rule rule) {
    return rule.forward().isPresent() && !rule.forward().get().isRelayed();
  }

  /** Slots that were another's: packets that still count there are waited for. */
  private void renew(Slots.Assignment<String> names, Slots.Assignment<TargetKey> targets) {
    if (!names.reused().isEmpty() || !targets.reused().isEmpty()) {
      tables.rings().awaitPacketsInFlight();
      names.reused().forEach(tables.counters()::zeroRule);
      targets.reused().forEach(targetSlots::zero);
    }
  }

  /** The rules in force are those to go back to, too; slots of others are free. */
  private void keepRules() {
    kept = rules;
    keptNumber = number;
    ruleSlots.commit(namesOf(rules));
    targetSlots.commit(targetsOf(rules));
  }

  private void stand(List<Rule> standing) {
    deadlineNanos = STANDS;
    rules = standing;
    keepRules();
    follow(targetsOf(rules), List.of(rules));
    tables.relay().forwards().retain(number, keptNumber);
  }

  void confirm() {
    settle();
    if (deadlineNanos != STANDS) {
      tables.generations().keep();
      stand(rules);
    }
  }

  /** If the time is over, packets have gone back already; then it stays so. */
  private void settle() {
    if (deadlineNanos != STANDS && nanosLeft() <= 0) {
      tables.relay().forwards().addAgain(number + 1, keptNumber);
      tables.generations().goBack(number + 1);
      wentBack.add(new WentBack(number, number + 1, deadlineNanos));
      number++;
      stand(kept);
      tables.text().write(number, rules);
    }
  }

  /** How long an unconfirmed change still has; very long if there is none. */
  long nanosLeft() {
    return deadlineNanos == STANDS ? Long.MAX_VALUE : deadlineNanos - System.nanoTime();
  }

  Optional<Unconfirmed> unconfirmed() {
    settle();
    return deadlineNanos == STANDS
        ? Optional.empty()
        : Optional.of(new Unconfirmed(deadlineNanos, kept));
  }

  /** What happened since the last call. */
  List<WentBack> events() {
    settle();
    List<WentBack> events = List.copyOf(wentBack);
    wentBack.clear();
    return events;
  }

  List<Rule> rules() {
    settle();
    return rules;
  }

  /** The name of the rule that has a slot, also one of those to go back to; null if none has. */
  String ruleName(int slot) {
    return ruleSlots.holder(slot);
  }

  Map<String, RuleCounters> ruleCounters() {
    Map<String, RuleCounters> byName = new LinkedHashMap<>();
    for (Rule rule : rules()) {
      byName.put(rule.name(), tables.counters().ofRule(ruleSlots.of(rule.name())));
    }
    return byName;
  }

  Map<String, List<TargetState>> targets() {
    Map<String, List<TargetState>> byRule = new LinkedHashMap<>();
    for (Rule rule : rules()) {
      if (rule.forward().isPresent()) {
        List<TargetState> states = new ArrayList<>();
        for (Target target : rule.forward().get().targets()) {
          states.add(state(TargetKey.of(rule, target), target));
        }
        byRule.put(rule.name(), List.copyOf(states));
      }
    }
    return byRule;
  }

  private TargetState state(TargetKey key, Target target) {
    NextHop way = tables.nextHops().of(targetSlots.of(key));
    return targetSlots.state(key, target, way);
  }

  /** Hooks that cannot do all that the rules want, and why. */
  Map<Hook, String> objections() {
    for (Rule rule : rules()) {
      if (rule.action() == Action.PASS && isProgramToSend(rule) && !areAllLocal(rule)) {
        String reason = "XDP cannot copy packets, as the rule " + rule.name() + " wants";
        return Map.of(Hook.NATIVE, reason, Hook.GENERIC, reason);
      }
    }
    Map<Hook, String> objections = new EnumMap<>(Hook.class);
    forEachTarget(
        rules(),
        (rule, target) -> {
          if (isProgramToSend(rule) && !areAllLocal(rule)) {
            object(rule, target, objections);
          } else if (tables.relay().runs()) {
            objections.putIfAbsent(Hook.GENERIC, severalAsOne(rule));
          }
        });
    return objections;
  }

  /** A sender's UDP_SEGMENT, of which generic XDP sees nothing, and tc all. */
  private static String severalAsOne(Rule rule) {
    return "takes several datagrams that come in one piece for one, which the relay of the rule "
        + rule.name()
        + " would send so";
  }

  /** Whether only the relay reaches what a rule sends to, from any hook. */
  private boolean areAllLocal(Rule rule) {
    return tables.relay().runs()
        && rule.forward().orElseThrow().targets().stream()
            .map(target -> tables.nextHops().of(targetSlots.of(TargetKey.of(rule, target))))
            .allMatch(way -> way.state() == NextHop.State.LOCAL);
  }

  /** Whether answers to clients come back through the program. */
  boolean wantsSessions() {
    return wantsSessions(rules());
  }

  private static boolean wantsSessions(List<Rule> set) {
    return set.stream()
        .anyMatch(rule -> rule.forward().filter(Forward::programReplies).isPresent());
  }

  private void object(Rule rule, Target target, Map<Hook, String> objections) {
    int slot = targetSlots.of(TargetKey.of(rule, target));
    NextHop way = tables.nextHops().of(slot);
    String out = way.interfaceName().orElse("?") + ", the way to " + target.endpoint();
    if (way.refusesNative()) {
      objections.putIfAbsent(Hook.NATIVE, out + ", takes no frames from native XDP");
    }
    if (tables.nextHops().refusesGeneric(slot)) {
      objections.putIfAbsent(Hook.GENERIC, out + ", does not take all frames from generic XDP");
    }
  }

  /**
   * @param bits bit n: tap n takes the packets of every rule
   */
  void tap(int bits) {
    tables.generations().tap(bits);
    taps = bits;
  }
}
