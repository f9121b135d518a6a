package io.udpscope.cli;

import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.model.Failure;
import io.udpscope.model.Ledger;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TapCounters;
import io.udpscope.model.TargetState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a session has counted so far.
 *
 * @param counters of the rules, by name
 * @param targets of the rules with a forward, by the rule's name
 * @param relay empty: there is none
 */
record SessionCounters(
    List<Rule> rules,
    Map<String, RuleCounters> counters,
    Map<String, List<TargetState>> targets,
    Ledger ledger,
    Optional<RelayState> relay) {

  /**
   * @param tap empty where nothing is captured
   */
  static SessionCounters of(Datapath datapath, Optional<Tap> tap) {
    return new SessionCounters(
        datapath.rules(),
        datapath.ruleCounters(),
        datapath.targets(),
        datapath.ledger(tap.orElse(new NoTap())),
        datapath.relay());
  }

  /** For the ledger of a session that captures nothing. */
  private record NoTap() implements Tap {
    @Override
    public int read(PacketConsumer consumer, int limit) {
      return 0;
    }

    @Override
    public TapCounters counters() {
      return new TapCounters(0, 0, 0);
    }

    @Override
    public void close() {}
  }

  RuleCounters of(Rule rule) {
    return counters.getOrDefault(rule.name(), RuleCounters.NONE);
  }

  List<TargetState> targets(Rule rule) {
    return targets.getOrDefault(rule.name(), List.of());
  }

  /** Over all rules. */
  long sum(ToLongFunction<RuleCounters> figure) {
    return counters.values().stream().mapToLong(figure).sum();
  }

  /** Over all rules. */
  Map<Failure, Long> failures() {
    Map<Failure, Long> sums = new EnumMap<>(Failure.class);
    for (RuleCounters rule : counters.values()) {
      rule.failed().forEach((reason, count) -> sums.merge(reason, count, Long::sum));
    }
    return sums;
  }

  /** The relay's, over all targets. */
  Map<RelayError, Long> relayErrors() {
    Map<RelayError, Long> sums = new EnumMap<>(RelayError.class);
    for (List<TargetState> ofRule : targets.values()) {
      for (TargetState target : ofRule) {
        target.relay().errors().forEach((reason, count) -> sums.merge(reason, count, Long::sum));
      }
    }
    return sums;
  }

  /** {@code "2 (no-neighbour 1, mtu 1)"}, and {@code "0"} where there is none. */
  static <R extends Enum<R>> String byReason(Map<R, Long> counts, Function<R, String> word) {
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    List<String> reasons = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> reasons.add(word.apply(entry.getKey()) + " " + entry.getValue()));
    return sum + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
  }
}
