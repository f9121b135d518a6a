package io.udpscope.app.change;

import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import java.util.Optional;

/**
 * What a rule begins with that is made from something chosen on the screen: a packet, a
 * conversation, a talker. A rule sees what comes in, so these are the addresses as the packets that
 * come in bear them.
 *
 * @param ports destination ports; empty: any
 */
public record RuleSeed(
    Optional<String> interfaceName,
    Optional<Prefix> source,
    Optional<Prefix> destination,
    Optional<PortRange> ports) {
  /** A rule about everything. */
  public static final RuleSeed NONE =
      new RuleSeed(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Match match() {
    return new Match(interfaceName, source, destination, ports.orElse(PortRange.ANY));
  }

  /** {@code src-10.0.0.9}: what such a rule may be called, by the first thing that it asks for. */
  public String name() {
    if (source.isPresent()) {
      return "src-" + source.get();
    }
    if (ports.isPresent()) {
      return "port-" + ports.get();
    }
    return destination.map(to -> "dst-" + to).or(() -> interfaceName).orElse("");
  }
}
