package io.udpscope.model;

import java.util.Map;

/**
 * What a rule has decided since it came to be; {@code passed + dropped + forwarded + relayed +
 * replied} is all of it.
 *
 * @param forwarded sent to a target by the program
 * @param relayed given to the relay
 * @param replied answers of targets, sent back to clients
 * @param translated of {@code passed}: those with another destination port
 * @param copied of {@code passed}: those of which a copy went to a target
 * @param failed of {@code passed}: those that could not be forwarded or copied; reasons without any
 *     are absent
 */
public record RuleCounters(
    Traffic traffic,
    long passed,
    long dropped,
    long forwarded,
    long relayed,
    long replied,
    long translated,
    long copied,
    Map<Failure, Long> failed) {
  public static final RuleCounters NONE = new RuleCounters(Traffic.NONE, 0, 0);

  public RuleCounters {
    failed = Map.copyOf(failed);
  }

  public RuleCounters(Traffic traffic, long passed, long dropped) {
    this(traffic, passed, dropped, 0, 0, 0, 0, 0, Map.of());
  }

  /** Packets that could not be forwarded or copied, whatever the reason. */
  public long failures() {
    return failed.values().stream().mapToLong(Long::longValue).sum();
  }
}
