package io.udpscope.app.time;

import io.udpscope.model.Ledger;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Packets and bytes a second, from counters that are looked at about once a second. */
public final class RateMeter {
  private static final int HISTORY_SECONDS = 64;
  private static final int RULE_HISTORY_SECONDS = 16;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<Long> history = new ArrayList<>();
  private final Deque<Timeline.Second> past = new ArrayDeque<>();
  private final RuleRates packets = new RuleRates();
  private final RuleRates failures = new RuleRates();
  private final RuleRates relayErrors = new RuleRates();
  private Timeline timeline = Timeline.EMPTY;
  private Traffic seen = Traffic.NONE;
  private long lost;
  private long unmatched;
  private Rate rate = Rate.NONE;
  private long unmatchedPerSecond;
  private long lastNanos;
  private boolean started;

  /** What of each rule's grows, by the rule's name. */
  private static final class RuleRates {
    private final Map<String, Long> totals = new HashMap<>();
    private final Map<String, Long> perSecond = new HashMap<>();
    private final Map<String, List<Long>> histories = new HashMap<>();

    void tick(String rule, long total, double seconds) {
      Long before = totals.put(rule, total);
      if (seconds > 0) {
        long rate = RateMeter.perSecond(total - (before == null ? 0 : before), seconds);
        perSecond.put(rule, rate);
        histories.put(rule, longer(history(rule), rate));
      }
    }

    /** Begins with a second in which something came: a rule that is idle stays as it is drawn. */
    private static List<Long> longer(List<Long> before, long newest) {
      if (before.isEmpty() && newest == 0) {
        return before;
      }
      int from = Math.max(0, before.size() - RULE_HISTORY_SECONDS + 1);
      List<Long> after = new ArrayList<>(before.subList(from, before.size()));
      after.add(newest);
      return after.stream().allMatch(one -> one == 0) ? List.of() : List.copyOf(after);
    }

    List<Long> history(String rule) {
      return histories.getOrDefault(rule, List.of());
    }

    long of(String rule) {
      return perSecond.getOrDefault(rule, 0L);
    }
  }

  /**
   * @param ofDayNanos the same moment as {@code nowNanos}, local time since midnight
   * @param targets of the rules, by name
   */
  public void tick(
      long nowNanos,
      long ofDayNanos,
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
      remember(ofDayNanos, seconds, ledger.tap().lost() - lost);
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
    lost = ledger.tap().lost();
    unmatched = ledger.unmatched().packets();
    lastNanos = nowNanos;
    started = true;
  }

  /** Where the agent was held up, one look is that of several seconds. */
  private void remember(long ofDayNanos, double passed, long lostSince) {
    long whole = Math.max(1, Math.round(passed));
    for (long i = Math.min(whole, Timeline.SECONDS); i > 0; i--) {
      past.add(new Timeline.Second(rate.packets(), i == 1 ? lostSince : 0));
      if (past.size() > Timeline.SECONDS) {
        past.remove();
      }
    }
    timeline = new Timeline(timeline.number() + whole, ofDayNanos, List.copyOf(past));
  }

  private static long perSecond(long amount, double seconds) {
    return Math.round(amount / seconds);
  }

  public Rates rates() {
    return new Rates(rate, unmatchedPerSecond, List.copyOf(history), timeline);
  }

  public long rulePerSecond(String name) {
    return packets.of(name);
  }

  /** Packets a second, the newest second last. */
  public List<Long> ruleHistory(String name) {
    return packets.history(name);
  }

  public long failuresPerSecond(String name) {
    return failures.of(name);
  }

  public long relayErrorsPerSecond(String name) {
    return Math.max(0, relayErrors.of(name));
  }
}
