package io.udpscope.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What a rule looks at. An absent part accepts everything; a prefix accepts only its own IP
 * version.
 *
 * @param interfaceName the interface that the packet came in on
 */
public record Match(
    Optional<String> interfaceName,
    Optional<Prefix> source,
    Optional<Prefix> destination,
    PortRange ports) {
  public static final Match ANY =
      new Match(Optional.empty(), Optional.empty(), Optional.empty(), PortRange.ANY);

  public Match {
    Objects.requireNonNull(interfaceName);
    Objects.requireNonNull(source);
    Objects.requireNonNull(destination);
    Objects.requireNonNull(ports);
  }

  public static Match ports(PortRange ports) {
    return new Match(Optional.empty(), Optional.empty(), Optional.empty(), ports);
  }

  /** The IP version that a prefix asks for; empty if there is no prefix. */
  public Optional<Boolean> ipv6() {
    return destination.or(() -> source).map(prefix -> prefix.address().isIpv6());
  }

  /** Every packet that {@code other} accepts is accepted by this one as well. */
  public boolean covers(Match other) {
    return (interfaceName.isEmpty() || interfaceName.equals(other.interfaceName))
        && covers(source, other.source)
        && covers(destination, other.destination)
        && ports.first() <= other.ports.first()
        && ports.last() >= other.ports.last();
  }

  private static boolean covers(Optional<Prefix> wide, Optional<Prefix> narrow) {
    return wide.isEmpty() || narrow.isPresent() && wide.get().covers(narrow.get());
  }

  /** There can be a packet that both accept. */
  public boolean overlaps(Match other) {
    boolean interfaces =
        interfaceName.isEmpty()
            || other.interfaceName.isEmpty()
            || interfaceName.equals(other.interfaceName);
    return interfaces
        && overlap(source, other.source)
        && overlap(destination, other.destination)
        && ports.first() <= other.ports.last()
        && other.ports.first() <= ports.last();
  }

  private static boolean overlap(Optional<Prefix> one, Optional<Prefix> other) {
    return covers(one, other) || covers(other, one);
  }

  /** As on the screen: {@code any → 10.0.0.53:53}. */
  public String describe(String arrow) {
    String from = source.map(Prefix::toString).orElse("any");
    String to = destination.map(Prefix::toString).orElse("any");
    if (destination.isPresent()
        && destination.get().address().isIpv6()
        && !ports.equals(PortRange.ANY)) {
      to = "[" + to + "]";
    }
    String text = from + " " + arrow + " " + to + (ports.equals(PortRange.ANY) ? "" : ":" + ports);
    return interfaceName.map(name -> name + " " + text).orElse(text);
  }
}
