package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of targets, and what left for each. A target that a name stands for gets another slot
 * with another address, but to whoever asks it is the same one, and goes on counting.
 */
final class TargetSlots {
  /** A target as people know it. */
  private record Endpoint(String rule, String endpoint) {
    static Endpoint of(TargetKey key) {
      return new Endpoint(key.rule(), key.endpoint());
    }
  }

  private final Slots<TargetKey> slots = new Slots<>("targets", Limits.TARGET_SLOTS);
  private final Counters counters;
  private final SessionRelay relay;
  private final TapRings rings;
  private final Map<Endpoint, Traffic> earlier = new HashMap<>();

  /** More than one slot only as long as packets may go back to an address of before. */
  private final Map<Endpoint, List<Integer>> byEndpoint = new HashMap<>();

  TargetSlots(Counters counters, SessionRelay relay, TapRings rings) {
    this.counters = counters;
    this.relay = relay;
    this.rings = rings;
  }

  /** As {@link Slots#assign}. */
  Slots.Assignment<TargetKey> assign(Collection<TargetKey> wanted) {
    return slots.assign(wanted);
  }

  /** As {@link Slots#commit}. */
  void commit(Slots.Assignment<TargetKey> assignment) {
    byEndpoint.clear();
    assignment
        .slots()
        .forEach(
            (key, slot) ->
                byEndpoint.computeIfAbsent(Endpoint.of(key), any -> new ArrayList<>()).add(slot));
    Map<TargetKey, Integer> left = slots.commit(assignment);
    left.keySet().removeIf(key -> !byEndpoint.containsKey(Endpoint.of(key)));
    if (!left.isEmpty()) {
      rings.awaitPacketsInFlight();
      left.forEach(
          (key, slot) -> earlier.merge(Endpoint.of(key), counters.ofTarget(slot), Traffic::plus));
    }
    earlier.keySet().retainAll(byEndpoint.keySet());
  }

  int of(TargetKey key) {
    return slots.of(key);
  }

  /** What left for a target, also while it had another address. */
  Traffic sent(TargetKey key) {
    Traffic sent = earlier.getOrDefault(Endpoint.of(key), Traffic.NONE);
    for (int slot : byEndpoint.getOrDefault(Endpoint.of(key), List.of())) {
      sent = sent.plus(counters.ofTarget(slot));
    }
    return sent;
  }

  /** What the relay did for a target. */
  RelayCounters relayed(TargetKey key) {
    return relay.ofTarget(of(key));
  }
}
