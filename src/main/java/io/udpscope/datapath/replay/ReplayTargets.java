package io.udpscope.datapath.replay;

import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets that take what they are sent, over next hops that are as they are told to be. */
final class ReplayTargets {
  private record Key(String rule, String endpoint) {}

  private static final MacAddress MAC = MacAddress.parse("02:42:ac:11:00:09");

  private final NextHop usual;
  private final Map<Key, NextHop> hops = new HashMap<>();
  private final Map<Key, Traffic> sent = new HashMap<>();

  ReplayTargets(String interfaceName) {
    usual = new NextHop(NextHop.State.READY, Optional.of(interfaceName), Optional.of(MAC), false);
  }

  /**
   * The way to a target is another one from now on.
   *
   * @return the way before
   */
  NextHop change(String rule, String endpoint, NextHop now) {
    NextHop before = hops.put(new Key(rule, endpoint), now);
    return before == null ? usual : before;
  }

  /** Sends a packet, and counts it, unless something is in the way. */
  Failure send(Rule rule, IpAddress source, Traffic packet) {
    Forward forward = rule.forward().orElseThrow();
    List<Target> up = new ArrayList<>();
    for (Target target : forward.targets()) {
      if (!target.down() && target.address().isPresent()) {
        up.add(target);
      }
    }
    if (up.isEmpty()) {
      return Failure.NO_TARGET;
    }
    Target target = up.get(Math.floorMod(source.hashCode(), up.size()));
    if (target.address().orElseThrow().isIpv6() != source.isIpv6()) {
      return Failure.OTHER_VERSION;
    }
    Key key = new Key(rule.name(), target.endpoint());
    Failure failure = failure(hops.getOrDefault(key, usual));
    if (failure == Failure.NO_FAILURE) {
      sent.merge(key, packet, Traffic::plus);
    }
    return failure;
  }

  private static Failure failure(NextHop hop) {
    return switch (hop.state()) {
      case READY -> Failure.NO_FAILURE;
      case NO_ROUTE -> Failure.NO_ROUTE;
      case LOCAL -> Failure.LOCAL_TARGET;
      case UNKNOWN, NO_NEIGHBOUR -> Failure.NO_NEIGHBOUR;
    };
  }

  Map<String, List<TargetState>> states(List<Rule> rules) {
    Map<String, List<TargetState>> states = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.forward().isEmpty()) {
        continue;
      }
      List<TargetState> targets = new ArrayList<>();
      for (Target target : rule.forward().get().targets()) {
        Key key = new Key(rule.name(), target.endpoint());
        Traffic traffic = sent.getOrDefault(key, Traffic.NONE);
        targets.add(new TargetState(target, traffic, hops.getOrDefault(key, usual)));
      }
      states.put(rule.name(), List.copyOf(targets));
    }
    return states;
  }
}
