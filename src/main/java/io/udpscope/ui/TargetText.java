package io.udpscope.ui;

import io.udpscope.model.NextHop;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;

/**
 * How a target is doing: what its name stands for, the way to it, what left for it and by whom,
 * what came back, and what went wrong.
 */
final class TargetText {
  /** Of one that is not in force yet. */
  static final String RELAYED = "by the relay";

  private TargetText() {}

  /**
   * @param relayed the relay sends to it, whatever the way
   */
  static String of(TargetState state, boolean relayed) {
    Target target = state.target();
    String address = target.address().map(Object::toString).orElse("no address");
    StringBuilder text = new StringBuilder();
    if (!address.equals(target.host())) {
      text.append(address).append(", ");
    }
    if (!relayed) {
      text.append(way(state.nextHop())).append(", ");
    }
    text.append(Figures.brief(state.packets())).append(" sent").append(byRelay(state, relayed));
    RelayCounters relay = state.relay();
    if (relay.answers() > 0) {
      text.append(", ").append(Figures.brief(relay.answers())).append(" answers");
    }
    String errors = Trouble.words(relay.errors());
    return text.append(errors.isEmpty() ? "" : ", ").append(errors).toString();
  }

  /** Of one that is typed: whether it could be reached. */
  static String typed(NextHop hop, boolean relayed) {
    String device = hop.interfaceName().map(name -> ", " + name).orElse("");
    String way =
        switch (hop.state()) {
          case READY -> "ok" + device + hop.mac().map(mac -> " " + mac).orElse("");
          case NO_ROUTE -> "no route";
          case NO_NEIGHBOUR -> "neighbour unknown" + device;
          case LOCAL -> "on this host";
          case UNKNOWN -> "a name: looked up when it is applied";
        };
    return relayed ? RELAYED + ", " + way : way;
  }

  private static String way(NextHop hop) {
    if (hop.state() != NextHop.State.READY) {
      return hop.state().word();
    }
    return "ready, " + hop.interfaceName().orElse("") + hop.mac().map(mac -> " " + mac).orElse("");
  }

  private static String byRelay(TargetState state, boolean relayed) {
    long byRelay = state.relay().sent().packets();
    if (relayed && state.sent().packets() == 0) {
      return " by the relay";
    }
    return byRelay == 0 ? "" : " (" + Figures.brief(byRelay) + " by the relay)";
  }
}
