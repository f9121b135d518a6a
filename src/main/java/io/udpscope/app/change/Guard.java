package io.udpscope.app.change;

import io.udpscope.model.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a change of the rules would hit what carries the operator's session: the rules before and
 * after it are tried on that traffic.
 *
 * @param interfaces those of the session, on any of which it may come in
 */
public record Guard(List<Rule> before, List<Rule> after, Set<String> interfaces) {
  public Guard {
    before = List.copyOf(before);
    after = List.copyOf(after);
    interfaces = Set.copyOf(interfaces);
  }

  /** The first of them that would get something else than it gets now. */
  public Optional<Carrier> hit(Collection<Carrier> carriers) {
    return carriers.stream().filter(this::isHit).findFirst();
  }

  private boolean isHit(Carrier carrier) {
    for (int port : ports(carrier)) {
      for (String name : interfaces) {
        if (effect(before, carrier, name, port).canCut(effect(after, carrier, name, port))) {
          return true;
        }
      }
    }
    return false;
  }

  /** One of each run of ports that no rule tells apart. */
  private Set<Integer> ports(Carrier carrier) {
    Set<Integer> ports = new TreeSet<>(Set.of(carrier.ports().first()));
    addBounds(before, ports);
    addBounds(after, ports);
    ports.removeIf(port -> !carrier.ports().contains(port));
    return ports;
  }

  private static void addBounds(List<Rule> rules, Set<Integer> ports) {
    for (Rule rule : rules) {
      ports.add(rule.match().ports().first());
      ports.add(rule.match().ports().last() + 1);
    }
  }

  private static Effect effect(List<Rule> rules, Carrier carrier, String name, int port) {
    return rules.stream()
        .filter(rule -> carrier.isMatchedBy(rule.match(), name, port))
        .findFirst()
        .map(Effect::of)
        .orElse(Effect.NONE);
  }
}
