package io.udpscope.model;

import java.util.HashMap;
import java.util.Map;

/**
 * What the relay did for one target.
 *
 * @param sent datagrams that left for it; bytes are those of their payloads
 * @param answers datagrams of it that went back to clients
 * @param errors by reason; reasons without any are absent. One that an ICMP message reports is
 *     about a datagram that is also in {@code sent}
 */
public record RelayCounters(Traffic sent, long answers, Map<RelayError, Long> errors) {
  public static final RelayCounters NONE = new RelayCounters(Traffic.NONE, 0, Map.of());

  public RelayCounters {
    errors = Map.copyOf(errors);
  }

  /** Errors, whatever the reason. */
  public long failures() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  public RelayCounters plus(RelayCounters other) {
    Map<RelayError, Long> sums = new HashMap<>(errors);
    other.errors.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
    return new RelayCounters(sent.plus(other.sent), answers + other.answers, sums);
  }
}
