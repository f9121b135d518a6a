package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.rule.TargetKey;
import io.udpscope.model.NextHop;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The slots of targets, and what left for each. A target that a name stands for gets another slot
 * with another address, but to whoever asks it is the same one, and goes on counting.
 */
final class TargetSlots {
  /** So long after a target has left its slot nothing is counted there any more. */
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A target as people know it. */
  private record Endpoint(String rule, String endpoint) {
    static Endpoint of(TargetKey key) {
      return new Endpoint(key.rule(), key.endpoint());
    }
  }

  /** A slot of an address of before, where packets on their way may still be counted. */
  private record Left(Endpoint endpoint, int slot, long sinceNanos) {}

  /** What was counted for a target. */
  private record Sent(Traffic program, RelayCounters relay) {
    static final Sent NOTHING = new Sent(Traffic.NONE, RelayCounters.NONE);

    Sent plus(Sent other) {
      return new Sent(program.plus(other.program), relay.plus(other.relay));
    }
  }

  private final Slots<TargetKey> slots = new Slots<>("targets", Limits.TARGET_SLOTS);
  private final Counters counters;
  private final SessionRelay relay;

  /** More than one slot only as long as packets may go back to an address of before. */
  private final Map<Endpoint, List<Integer>> byEndpoint = new HashMap<>();

  private final List<Left> left = new ArrayList<>();

  /** Counted in slots that are nobody's any more. */
  private final Map<Endpoint, Sent> earlier = new HashMap<>();

  TargetSlots(Counters counters, SessionRelay relay) {
    this.counters = counters;
    this.relay = relay;
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
    long now = System.nanoTime();
    settle(now - SETTLED_NANOS);
    slots
        .commit(assignment)
        .forEach((key, slot) -> left.add(new Left(Endpoint.of(key), slot, now)));
    left.removeIf(one -> !byEndpoint.containsKey(one.endpoint()));
    earlier.keySet().retainAll(byEndpoint.keySet());
  }

  /** Adds up what was counted in slots that were left before a time. */
  private void settle(long beforeNanos) {
    for (Iterator<Left> all = left.iterator(); all.hasNext(); ) {
      Left one = all.next();
      if (one.sinceNanos() - beforeNanos < 0) {
        earlier.merge(one.endpoint(), in(one.slot()), Sent::plus);
        all.remove();
      }
    }
  }

  /** A slot becomes another target's: nothing is counted in it. No packet counts there now. */
  void zero(int slot) {
    for (Iterator<Left> all = left.iterator(); all.hasNext(); ) {
      Left one = all.next();
      if (one.slot() == slot) {
        earlier.merge(one.endpoint(), in(slot), Sent::plus);
        all.remove();
      }
    }
    counters.zeroTarget(slot);
    relay.zeroTarget(slot);
  }

  int of(TargetKey key) {
    return slots.of(key);
  }

  /** With what left for the target, also while it had another address. */
  TargetState state(TargetKey key, Target target, NextHop way) {
    Endpoint endpoint = Endpoint.of(key);
    Sent sent = earlier.getOrDefault(endpoint, Sent.NOTHING);
    for (int slot : byEndpoint.getOrDefault(endpoint, List.of())) {
      sent = sent.plus(in(slot));
    }
    for (Left one : left) {
      if (one.endpoint().equals(endpoint)) {
        sent = sent.plus(in(one.slot()));
      }
    }
    return new TargetState(target, sent.program(), way, sent.relay());
  }

  private Sent in(int slot) {
    return new Sent(counters.ofTarget(slot), relay.ofTarget(slot));
  }
}
