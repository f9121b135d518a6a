package io.udpscope.app;

import io.udpscope.app.time.RateMeter;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TargetState;
import java.util.List;

/**
 * A rule in force.
 *
 * @param packetsPerSecond over the last second
 * @param history packets a second, the newest second last
 * @param failuresPerSecond packets of the last second that passed because they could not be
 *     forwarded
 * @param relayErrorsPerSecond of the last second, what the relay could not send, or learned that it
 *     did not get there
 * @param targets of its forward, in order
 * @param generation the one that made it what it is
 * @param confirmedAtNanos when the program confirmed that, local time since midnight
 */
public record RuleRow(
    Rule rule,
    RuleCounters counters,
    long packetsPerSecond,
    List<Long> history,
    long failuresPerSecond,
    long relayErrorsPerSecond,
    List<TargetState> targets,
    long generation,
    long confirmedAtNanos) {
  static RuleRow of(
      Rule rule,
      RuleCounters counters,
      RateMeter meter,
      List<TargetState> targets,
      Changes.Confirmation confirmation) {
    String name = rule.name();
    return new RuleRow(
        rule,
        counters,
        meter.rulePerSecond(name),
        meter.ruleHistory(name),
        meter.failuresPerSecond(name),
        meter.relayErrorsPerSecond(name),
        targets,
        confirmation.generation(),
        confirmation.atNanos());
  }
}
