package io.udpscope.app;

import io.udpscope.model.Ledger;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Packets and bytes a second, from counters that are looked at about once a second. */
final class RateMeter {
  private static final int HISTORY_SECONDS = 64;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Long> history = new ArrayList<>();
  private final RuleRates packets = new RuleRates();
  private final RuleRates failures = new RuleRates();
  private final RuleRates relayErrors = new RuleRates();
  private Traffic seen = Traffic.NONE;
  private long unmatched;
  private Rate rate = Rate.NONE;
  private long unmatchedPerSecond;
  private long lastNanos;
  private boolean started;

  /** What of each rule's grows, by the rule's name. */
  private static final class RuleRates {
    private final Map<String, Long> totals = new HashMap<>();
    private final Map<String, Long> perSecond = new HashMap<>();

    void tick(String rule, long total, double seconds) {
      Long before = totals.put(rule, total);
      if (seconds > 0) {
        perSecond.put(rule, RateMeter.perSecond(total - (before == null ? 0 : before), seconds));
      }
    }

    long of(String rule) {
      return perSecond.getOrDefault(rule, 0L);
    }
  }

  /**
   * @param targets of the rules, by name
   */
  void tick(
      long nowNanos,
      Ledger ledger,
      Map<String, RuleCounters> rules,
      Map<String, List<TargetState>> targets) {
    double seconds = started ? (nowNanos - lastNanos) / NANOS_PER_SECOND : 0;
    Traffic now = ledger.seen();
    if (seconds > 0) {
      rate =
          new Rate(
              perSecond(now.packets() - seen.packets(), seconds),
              perSecond(now.bytes() - seen.bytes(), seconds));
      unmatchedPerSecond = perSecond(ledger.unmatched().packets() - unmatched, seconds);
      history.add(rate.packets());
      if (history.size() > HISTORY_SECONDS) {
        history.remove(0);
      }
    }
    rules.forEach(
        (rule, counters) -> {
          packets.tick(rule, counters.traffic().packets(), seconds);
          failures.tick(rule, counters.failures(), seconds);
        });
    targets.forEach(
        (rule, states) -> {
          long errors = states.stream().mapToLong(one -> one.relay().failures()).sum();
          relayErrors.tick(rule, errors, seconds);
        });
    seen = now;
    unmatched = ledger.unmatched().packets();
    lastNanos = nowNanos;
    started = true;
  }

  private static long perSecond(long amount, double seconds) {
    return Math.round(amount / seconds);
  }

  Rate rate() {
    return rate;
  }

  long unmatchedPerSecond() {
    return unmatchedPerSecond;
  }

  long rulePerSecond(String name) {
    return packets.of(name);
  }

  long failuresPerSecond(String name) {
    return failures.of(name);
  }

  long relayErrorsPerSecond(String name) {
    return Math.max(0, relayErrors.of(name));
  }

  List<Long> history() {
    return List.copyOf(history);
  }
}
