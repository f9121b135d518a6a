package io.udpscope.datapath.replay;

import io.udpscope.model.Failure;
import io.udpscope.model.Path;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Traffic;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A relay that sends at once, to targets that are as they are told to be. */
final class ReplayRelay {
  private final Map<ReplayTargets.Key, RelayCounters> counters = new HashMap<>();
  private final Map<ReplayTargets.Key, RelayError> errors = new HashMap<>();
  private boolean started;
  private boolean alive;
  private long taken;
  private long lost;
  private int busyFor;

  /** Starts when rules first have a forward that may need it. */
  void serve(List<Rule> rules) {
    boolean wanted =
        rules.stream()
            .flatMap(rule -> rule.forward().stream())
            .anyMatch(forward -> forward.path() != Path.KERNEL);
    if (wanted && !started) {
      started = true;
      alive = true;
    }
  }

  boolean isAlive() {
    return alive;
  }

  void die() {
    alive = false;
  }

  /** The next packets find its ring full. */
  void overtax(int packets) {
    busyFor = packets;
  }

  /** What is sent to a target fails from now on; with {@link Optional#empty}, no more. */
  void fail(ReplayTargets.Key target, Optional<RelayError> reason) {
    errors.remove(target);
    reason.ifPresent(error -> errors.put(target, error));
  }

  /** So many answers go back to clients. */
  void answer(ReplayTargets.Key target, long packets) {
    RelayCounters before = of(target);
    counters.put(
        target, new RelayCounters(before.sent(), before.answers() + packets, before.errors()));
  }

  /** Takes a packet for targets. */
  Failure take(List<ReplayTargets.Key> targets, Traffic payload) {
    if (!alive) {
      return Failure.NO_RELAY;
    }
    if (busyFor > 0) {
      busyFor--;
      lost++;
      return Failure.RELAY_BUSY;
    }
    taken++;
    for (ReplayTargets.Key target : targets) {
      send(target, payload);
    }
    return Failure.NO_FAILURE;
  }

  private void send(ReplayTargets.Key target, Traffic payload) {
    RelayCounters before = of(target);
    RelayError error = errors.get(target);
    Map<RelayError, Long> failed = new EnumMap<>(RelayError.class);
    failed.putAll(before.errors());
    if (error != null) {
      failed.merge(error, 1L, Long::sum);
    }
    // That nobody listens there is known only once it has left.
    boolean left = error == null || error == RelayError.REFUSED;
    Traffic sent = left ? before.sent().plus(payload) : before.sent();
    counters.put(target, new RelayCounters(sent, before.answers(), failed));
  }

  RelayCounters of(ReplayTargets.Key target) {
    return counters.getOrDefault(target, RelayCounters.NONE);
  }

  Optional<RelayState> state() {
    TapCounters ring = new TapCounters(taken, lost, taken);
    return started ? Optional.of(new RelayState(alive, ring)) : Optional.empty();
  }
}
