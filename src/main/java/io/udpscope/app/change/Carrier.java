package io.udpscope.app.change;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import java.util.Optional;

/**
 * UDP that comes in and carries the operator's session.
 *
 * @param what it is, for people
 * @param source empty if it is not known: then only a rule about every source is sure to decide it
 * @param destination as above
 * @param ports destination ports, of which it may be any
 */
public record Carrier(
    String what, Optional<IpAddress> source, Optional<IpAddress> destination, PortRange ports) {
  /** A rule with this match decides its packets to a port that come in on an interface. */
  boolean isMatchedBy(Match match, String interfaceName, int port) {
    return match.ports().contains(port)
        && match.interfaceName().map(interfaceName::equals).orElse(true)
        && match.source().map(from -> source.map(from::contains).orElse(false)).orElse(true)
        && match.destination().map(to -> destination.map(to::contains).orElse(false)).orElse(true);
  }
}
