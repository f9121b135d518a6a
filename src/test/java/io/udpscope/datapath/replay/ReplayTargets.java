package io.udpscope.datapath.replay;

import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.Path;
import io.udpscope.model.Prefix;
import io.udpscope.model.RelayCounters;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
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
  /** A target, by the rule that has it. */
  record Key(String rule, String endpoint) {
    static Key of(Rule rule, Target target) {
      return new Key(rule.name(), target.endpoint());
    }
  }

  /**
   * What became of a packet.
   *
   * @param relayed the relay took it
   */
  record Outcome(Failure failure, boolean relayed) {}

  private static final MacAddress MAC = MacAddress.parse("02:42:ac:11:00:09");

  private static final Prefix NEAR = Prefix.parse("10.0.0.0/16");
  private static final Prefix REACHED = Prefix.parse("10.0.0.0/8");

  private static final NextHop LOCAL =
      new NextHop(NextHop.State.LOCAL, Optional.of("lo"), Optional.empty(), false);

  private final ReplayRelay relay;
  private final NextHop usual;
  private final Map<Key, NextHop> hops = new HashMap<>();
  private final Map<Key, Traffic> sent = new HashMap<>();

  ReplayTargets(String interfaceName, ReplayRelay relay) {
    this.relay = relay;
    usual = new NextHop(NextHop.State.READY, Optional.of(interfaceName), Optional.of(MAC), false);
  }

  /** 10.0.0.0/16 is near, the rest of 10.0.0.0/8 has no neighbour yet, all else no route. */
  NextHop lookUp(Target target) {
    if (target.address().isEmpty()) {
      return NextHop.UNKNOWN;
    }
    IpAddress address = target.address().get();
    if (address.isLoopback()) {
      return LOCAL;
    }
    if (NEAR.contains(address)) {
      return usual;
    }
    NextHop.State state =
        REACHED.contains(address) ? NextHop.State.NO_NEIGHBOUR : NextHop.State.NO_ROUTE;
    return new NextHop(state, Optional.empty(), Optional.empty(), false);
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

  /**
   * Sends a packet, or has the relay send it, and counts it, unless something is in the way.
   *
   * @param frame the packet as it came
   * @param payload what is in it
   */
  Outcome send(Rule rule, IpAddress source, Traffic frame, Traffic payload) {
    Forward forward = rule.forward().orElseThrow();
    List<Target> up = new ArrayList<>();
    for (Target target : forward.targets()) {
      if (!target.down() && target.address().isPresent()) {
        up.add(target);
      }
    }
    if (up.isEmpty()) {
      return new Outcome(Failure.NO_TARGET, false);
    }
    if (forward.strategy() == Strategy.ALL) {
      return relay(rule, up, payload);
    }
    Target target = up.get(Math.floorMod(source.hashCode(), up.size()));
    if (forward.path() == Path.RELAY) {
      return relay(rule, List.of(target), payload);
    }
    Failure failure = failure(target, source, hop(rule, target));
    if (failure == Failure.NO_FAILURE) {
      sent.merge(Key.of(rule, target), frame, Traffic::plus);
    } else if (forward.path() == Path.AUTO
        && relay.isAlive()
        && isMendedByRelay(forward, failure)) {
      return relay(rule, List.of(target), payload);
    }
    return new Outcome(failure, false);
  }

  private Outcome relay(Rule rule, List<Target> to, Traffic payload) {
    Failure failure = relay.take(to.stream().map(one -> Key.of(rule, one)).toList(), payload);
    return new Outcome(failure, failure == Failure.NO_FAILURE);
  }

  private NextHop hop(Rule rule, Target target) {
    boolean local = target.address().map(IpAddress::isLoopback).orElse(false);
    return hops.getOrDefault(Key.of(rule, target), local ? LOCAL : usual);
  }

  /** As {@code is_mended_by_relay()} has it. */
  private static boolean isMendedByRelay(Forward forward, Failure failure) {
    boolean keeps = forward.source().equals(Source.KEEP);
    return switch (failure) {
      case NO_NEIGHBOUR -> true;
      case LOCAL_TARGET -> !keeps || !forward.replies();
      case OTHER_VERSION -> !keeps;
      default -> false;
    };
  }

  private static Failure failure(Target target, IpAddress source, NextHop hop) {
    if (target.address().orElseThrow().isIpv6() != source.isIpv6()) {
      return Failure.OTHER_VERSION;
    }
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
        Traffic traffic = sent.getOrDefault(Key.of(rule, target), Traffic.NONE);
        RelayCounters relayed = relay.of(Key.of(rule, target));
        targets.add(new TargetState(target, traffic, hop(rule, target), relayed));
      }
      states.put(rule.name(), List.copyOf(targets));
    }
    return states;
  }
}
