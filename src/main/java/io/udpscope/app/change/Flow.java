package io.udpscope.app.change;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Optional;

/**
 * Packets that come in on an interface from one address to a port of another.
 *
 * @param port of the destination
 */
public record Flow(String interfaceName, IpAddress source, IpAddress destination, int port) {
  /** The rule that decides its packets. */
  public Optional<Rule> decidedBy(List<Rule> rules) {
    return rules.stream().filter(rule -> isMatchedBy(rule.match())).findFirst();
  }

  private boolean isMatchedBy(Match match) {
    return match.ports().contains(port)
        && match.source().map(prefix -> prefix.contains(source)).orElse(true)
        && match.destination().map(prefix -> prefix.contains(destination)).orElse(true)
        && match.interfaceName().map(interfaceName::equals).orElse(true);
  }
}
