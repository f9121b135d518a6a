package io.udpscope.netns.datapath;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Rules that send from sockets of this host. */
final class RelayedRules {
  private RelayedRules() {}

  static Rule rule(int port, Action action, Forward forward) {
    return new Rule(
        "relayed",
        Match.ports(new PortRange(port, port)),
        action,
        OptionalInt.empty(),
        Optional.of(forward));
  }

  /** Each with an address of ours as the source. */
  static Forward to(int port, String... addresses) {
    List<Target> targets =
        Stream.of(addresses).map(to -> Target.of(IpAddress.parse(to), port)).toList();
    return Forward.to(targets).withSource(Source.MASQUERADE);
  }
}
