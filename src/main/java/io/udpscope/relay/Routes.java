package io.udpscope.relay;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.model.Source;
import java.util.Arrays;

/** The routes of late, by the rule's slot. */
final class Routes {
  private final RelayTap tap;
  private final TargetSockets targetSockets;
  private final ClientSockets clientSockets;
  private final RawSockets rawSockets;
  private Route[] byRule = new Route[64];

  Routes(
      RelayTap tap,
      TargetSockets targetSockets,
      ClientSockets clientSockets,
      RawSockets rawSockets) {
    this.tap = tap;
    this.targetSockets = targetSockets;
    this.clientSockets = clientSockets;
    this.rawSockets = rawSockets;
  }

  /** The one by which a generation's rule sends, or null if that is too long ago. */
  Route of(int generation, int ruleSlot) {
    if (ruleSlot < byRule.length) {
      Route route = byRule[ruleSlot];
      if (route != null && route.generation() == generation) {
        return route;
      }
    }
    return find(generation, ruleSlot);
  }

  private Route find(int generation, int ruleSlot) {
    if (ruleSlot >= byRule.length) {
      byRule = Arrays.copyOf(byRule, 2 * ruleSlot);
    }
    return byRule[ruleSlot] =
        tap.forward(generation, ruleSlot).map(forward -> route(generation, forward)).orElse(null);
  }

  private Route route(int generation, RelayForward forward) {
    Way[] ways = forward.targets().stream().map(target -> way(forward, target)).toArray(Way[]::new);
    return new Route(generation, forward.toAll(), ways);
  }

  /** Answers to a client whose address is kept come back through the program. */
  private Way way(RelayForward forward, RelayTarget target) {
    if (forward.source().kind() == Source.Kind.KEEP) {
      return new KeptSource(tap, rawSockets, target);
    }
    if (forward.replies()) {
      return clientSockets.way(target, forward.source(), forward.idleSeconds());
    }
    return targetSockets.to(target, forward.source());
  }

  void forget() {
    Arrays.fill(byRule, null);
  }
}
