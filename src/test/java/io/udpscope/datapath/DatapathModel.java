package io.udpscope.datapath;

import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.Traffic;
import io.udpscope.packets.Frame;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the program should do, in plain Java and without a thought of speed: the rules one after the
 * other, the first match decides. Keeps the counters that the program should then have.
 */
final class DatapathModel {
  /**
   * @param rule the rule that decides; empty unless the outcome is MATCHED
   */
  record Decision(Outcome outcome, Optional<Rule> rule) {
    boolean isDrop() {
      return rule.map(Rule::action).equals(Optional.of(Action.DROP));
    }
  }

  private List<Rule> rules = List.of();
  private final Map<Outcome, Traffic> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, RuleCounters> counters = new LinkedHashMap<>();

  DatapathModel() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, Traffic.NONE);
    }
  }

  /** Other rules from now on; the counters of a name that stays go on. */
  void apply(List<Rule> next) {
    rules = List.copyOf(next);
    counters.keySet().retainAll(next.stream().map(Rule::name).toList());
    next.forEach(rule -> counters.putIfAbsent(rule.name(), RuleCounters.NONE));
  }

  /** Decides and counts. */
  Decision accept(String interfaceName, FrameReading reading, int frameLength) {
    Decision decision = decide(interfaceName, reading);
    Traffic one = new Traffic(1, frameLength);
    outcomes.merge(decision.outcome, one, Traffic::plus);
    decision.rule.ifPresent(
        rule ->
            counters.compute(rule.name(), (name, before) -> plus(before, one, decision.isDrop())));
    return decision;
  }

  private Decision decide(String interfaceName, FrameReading reading) {
    if (!reading.isUdp()) {
      return new Decision(reading.outcome(), Optional.empty());
    }
    for (Rule rule : rules) {
      if (accepts(rule.match(), interfaceName, reading)) {
        return new Decision(Outcome.MATCHED, Optional.of(rule));
      }
    }
    return new Decision(Outcome.UNMATCHED, Optional.empty());
  }

  private static boolean accepts(Match match, String interfaceName, FrameReading reading) {
    return match.ports().contains(reading.destinationPort())
        && match.interfaceName().map(interfaceName::equals).orElse(true)
        && match.source().map(prefix -> prefix.contains(reading.source())).orElse(true)
        && match.destination().map(prefix -> prefix.contains(reading.destination())).orElse(true);
  }

  private static RuleCounters plus(RuleCounters before, Traffic one, boolean dropped) {
    return new RuleCounters(
        before.traffic().plus(one),
        before.passed() + (dropped ? 0 : 1),
        before.dropped() + (dropped ? 1 : 0));
  }

  Traffic counted(Outcome outcome) {
    return outcomes.get(outcome);
  }

  Map<String, RuleCounters> ruleCounters() {
    return Map.copyOf(counters);
  }

  /** Bytes of a frame that a record holds: the snaplen, and the headers in any case. */
  static int captured(int frameLength, int snaplen, FrameReading reading) {
    int headers = reading.transportOffset() + Frame.UDP_HEADER;
    return Math.min(frameLength, Math.max(snaplen, headers));
  }
}
