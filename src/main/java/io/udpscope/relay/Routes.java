package io.udpscope.relay;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import java.util.Arrays;
import java.util.List;

/** The routes of late, by the rule's slot. */
final class Routes {
  private final RelayTap tap;
  private final TargetSockets sockets;
  private Route[] byRule = new Route[64];

  Routes(RelayTap tap, TargetSockets sockets) {
    this.tap = tap;
    this.sockets = sockets;
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
    List<RelayTarget> targets = forward.targets();
    int[] slots = targets.stream().mapToInt(RelayTarget::slot).toArray();
    Outlet[] outlets =
        targets.stream().map(target -> sockets.of(target, forward.source())).toArray(Outlet[]::new);
    return new Route(generation, forward.toAll(), slots, outlets);
  }

  void forget() {
    Arrays.fill(byRule, null);
  }
}
