package io.udpscope.datapath.replay;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Unconfirmed;
import io.udpscope.model.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules in force, which go back by themselves where nobody keeps them. */
final class ReplayRules {
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private List<Rule> inForce = List.of();
  private Optional<Unconfirmed> unconfirmed = Optional.empty();
  private long generation;
  private Optional<String> refusal = Optional.empty();

  /** The next change is refused, with this message. */
  void refuseNext(String message) {
    refusal = Optional.of(message);
  }

  /** For good. */
  long apply(List<Rule> changed) {
    refuse();
    unconfirmed = Optional.empty();
    return putInForce(changed);
  }

  /** Until then, unless they are kept. */
  long apply(List<Rule> changed, Duration confirmWithin, long nowNanos) {
    refuse();
    List<Rule> fallback = unconfirmed.map(Unconfirmed::fallback).orElse(inForce);
    long deadline = nowNanos + confirmWithin.toNanos();
    unconfirmed =
        changed.equals(fallback)
            ? Optional.empty()
            : Optional.of(new Unconfirmed(deadline, fallback));
    return putInForce(changed);
  }

  private void refuse() {
    Optional<String> message = refusal;
    refusal = Optional.empty();
    if (message.isPresent()) {
      throw new DatapathException(message.get());
    }
  }

  private long putInForce(List<Rule> changed) {
    inForce = List.copyOf(changed);
    for (Rule rule : inForce) {
      if (slots.putIfAbsent(rule.name(), names.size()) == null) {
        names.add(rule.name());
      }
    }
    return ++generation;
  }

  void confirm() {
    unconfirmed = Optional.empty();
  }

  /** As the program does by itself when nobody keeps a change. */
  Optional<DatapathEvent> goBack(long nowNanos) {
    if (unconfirmed.isEmpty() || nowNanos < unconfirmed.get().deadlineNanos()) {
      return Optional.empty();
    }
    Unconfirmed over = unconfirmed.get();
    unconfirmed = Optional.empty();
    long from = generation;
    putInForce(over.fallback());
    return Optional.of(new DatapathEvent.WentBack(from, generation, over.deadlineNanos()));
  }

  Optional<Unconfirmed> unconfirmed() {
    return unconfirmed;
  }

  List<Rule> inForce() {
    return inForce;
  }

  int slot(Rule rule) {
    return slots.get(rule.name());
  }

  Optional<String> name(int slot) {
    return slot < names.size() ? Optional.of(names.get(slot)) : Optional.empty();
  }

  /** The first that matches. */
  Optional<Rule> of(ReplayFrame frame, String interfaceName) {
    return inForce.stream()
        .filter(rule -> frame.isMatchedBy(rule.match(), interfaceName))
        .findFirst();
  }
}
