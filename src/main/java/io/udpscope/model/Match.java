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
