package io.udpscope.app;

import io.udpscope.model.Ledger;
import io.udpscope.model.RuleCounters;
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
  private final Map<String, Long> rulePackets = new HashMap<>();
  private final Map<String, Long> rulePerSecond = new HashMap<>();
  private final Map<String, Long> ruleFailures = new HashMap<>();
  private final Map<String, Long> failuresPerSecond = new HashMap<>();
  private Traffic seen = Traffic.NONE;
  private long unmatched;
  private Rate rate = Rate.NONE;
  private long unmatchedPerSecond;
  private long lastNanos;
  private boolean started;

  void tick(long nowNanos, Ledger ledger, Map<String, RuleCounters> rules) {
    double seconds = (nowNanos - lastNanos) / NANOS_PER_SECOND;
    Traffic now = ledger.seen();
    if (started && seconds > 0) {
      rate =
          new Rate(
              perSecond(now.packets() - seen.packets(), seconds),
              perSecond(now.bytes() - seen.bytes(), seconds));
      unmatchedPerSecond = perSecond(ledger.unmatched().packets() - unmatched, seconds);
      history.add(rate.packets());
      if (history.size() > HISTORY_SECONDS) {
        history.remove(0);
      }
      for (Map.Entry<String, RuleCounters> rule : rules.entrySet()) {
        long before = rulePackets.getOrDefault(rule.getKey(), 0L);
        long packets = rule.getValue().traffic().packets() - before;
        rulePerSecond.put(rule.getKey(), perSecond(packets, seconds));
        long failed = rule.getValue().failures() - ruleFailures.getOrDefault(rule.getKey(), 0L);
        failuresPerSecond.put(rule.getKey(), perSecond(failed, seconds));
      }
    }
    for (Map.Entry<String, RuleCounters> rule : rules.entrySet()) {
      rulePackets.put(rule.getKey(), rule.getValue().traffic().packets());
      ruleFailures.put(rule.getKey(), rule.getValue().failures());
    }
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
    return rulePerSecond.getOrDefault(name, 0L);
  }

  long failuresPerSecond(String name) {
    return failuresPerSecond.getOrDefault(name, 0L);
  }

  List<Long> history() {
    return List.copyOf(history);
  }
}
