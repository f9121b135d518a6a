package io.udpscope.app;

import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;

/**
 * A rule in force.
 *
 * @param packetsPerSecond over the last second
 * @param generation the one that put its action in force
 * @param confirmedAtNanos when the program confirmed that, local time since midnight
 */
public record RuleRow(
    Rule rule,
    RuleCounters counters,
    long packetsPerSecond,
    long generation,
    long confirmedAtNanos) {}
