package io.udpscope.datapath;

import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Path;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where packets go by a rule with a forward, and what they look like when they leave, or why they
 * do not. All targets name their way out, and none has replies.
 */
final class ForwardModel {
  /** One packet on its way to a target. */
  record Sent(Target target, WayOut wayOut, byte[] frame) {}

  /** What came of trying: a packet that leaves, one for the relay, or a failure. */
  record Result(Failure failure, Sent sent, RelayedDatagram relayed) {
    private static Result failed(Failure failure) {
      return new Result(failure, null, null);
    }

    private static Result sent(Sent sent) {
      return new Result(Failure.NO_FAILURE, sent, null);
    }

    private static Result relayed(RelayedDatagram relayed) {
      return new Result(Failure.NO_FAILURE, null, relayed);
    }
  }

  /** What a socket can do, and the program cannot. */
  private static final Set<Failure> MENDED =
      EnumSet.of(Failure.NOT_ON_THIS_HOOK, Failure.EGRESS_REFUSES);

  private final TestedHook hook;
  private final Map<String, WayOut> waysOut;
  private final boolean relay;
  private final Map<String, BalanceModel> balances = new HashMap<>();
  private final Map<String, Long> turns = new HashMap<>();

  /**
   * @param waysOut by name
   * @param relay whether there is one
   */
  ForwardModel(TestedHook hook, Map<String, WayOut> waysOut, boolean relay) {
    this.hook = hook;
    this.waysOut = waysOut;
    this.relay = relay;
  }

  /** Other rules from now on. The turn of a rule whose name stays goes on. */
  void apply(List<Rule> rules) {
    balances.clear();
    Set<String> names = new HashSet<>();
    rules.forEach(rule -> names.add(rule.name()));
    turns.keySet().retainAll(names);
  }

  Result forward(Rule rule, byte[] frame, FrameReading reading) {
    Forward forward = rule.forward().orElseThrow();
    List<Target> up = up(forward);
    if (up.isEmpty()) {
      return Result.failed(Failure.NO_TARGET);
    }
    if (forward.strategy() == Strategy.ALL) {
      return relay(rule, up, frame, reading);
    }
    Target target = choose(rule, up, reading);
    if (forward.isRelayed()) {
      return relay(rule, List.of(target), frame, reading);
    }
    WayOut wayOut = waysOut.get(target.interfaceName().orElseThrow());
    Failure failure =
        rule.action() == Action.PASS && hook.isXdp()
            ? Failure.NOT_ON_THIS_HOOK
            : failure(target, wayOut, reading);
    if (failure == Failure.NO_FAILURE) {
      return Result.sent(new Sent(target, wayOut, leaving(rule, target, wayOut, frame, reading)));
    }
    boolean mended =
        MENDED.contains(failure)
            || (failure == Failure.OTHER_VERSION && !forward.source().equals(Source.KEEP));
    return relay && mended && forward.path() == Path.AUTO
        ? relay(rule, List.of(target), frame, reading)
        : Result.failed(failure);
  }

  /** A client's address is kept only by one hop less, and in its own version of IP. */
  private Result relay(Rule rule, List<Target> to, byte[] frame, FrameReading reading) {
    Forward forward = rule.forward().orElseThrow();
    if (forward.source().equals(Source.KEEP)) {
      if (reading.ttl() <= 1) {
        return Result.failed(Failure.TTL_EXPIRED);
      }
      boolean other = to.get(0).address().orElseThrow().isIpv6() != reading.isIpv6();
      if (other && forward.strategy() != Strategy.ALL) { // of all the relay looks at each
        return Result.failed(Failure.OTHER_VERSION);
      }
    }
    return relay
        ? Result.relayed(RelayedDatagram.expected(rule, to, reading, frame))
        : Result.failed(Failure.NO_RELAY);
  }

  private static List<Target> up(Forward forward) {
    boolean keeps = forward.source().equals(Source.KEEP) && forward.path() != Path.KERNEL;
    return forward.targets().stream()
        .filter(target -> !target.down() && target.address().isPresent())
        .filter(target -> !(keeps && target.isLoopback()))
        .toList();
  }

  private Target choose(Rule rule, List<Target> up, FrameReading reading) {
    if (up.size() == 1) {
      return up.get(0);
    }
    BalanceModel balance =
        balances.computeIfAbsent(
            rule.name(), name -> new BalanceModel(rule.forward().orElseThrow().strategy(), up));
    if (!balance.takesTurns()) {
      return balance.of(reading);
    }
    return balance.of(turns.merge(rule.name(), 1L, Long::sum) - 1);
  }

  private Failure failure(Target target, WayOut wayOut, FrameReading reading) {
    if (target.address().orElseThrow().isIpv6() != reading.isIpv6()) {
      return Failure.OTHER_VERSION;
    }
    if (wayOut.refuses().contains(hook)) {
      return Failure.EGRESS_REFUSES;
    }
    if (reading.ipLength() > wayOut.mtu()) {
      return Failure.TOO_BIG;
    }
    return reading.ttl() <= 1 ? Failure.TTL_EXPIRED : Failure.NO_FAILURE;
  }

  private byte[] leaving(
      Rule rule, Target target, WayOut wayOut, byte[] frame, FrameReading reading) {
    Rewriting packet = new Rewriting(frame, reading).oneHopLess();
    packet.destination(target.address().orElseThrow());
    packet.destinationPort(
        target.port() != 0 ? target.port() : reading.destinationPort() + rule.portShift());
    Source source = rule.forward().orElseThrow().source();
    if (source.kind() != Source.Kind.KEEP) {
      IpAddress ours = source.address().orElse(wayOut.address(reading.isIpv6()));
      packet.source(ours);
    }
    byte[] changed =
        switch (hook) {
          case NATIVE -> packet.frameWithWholeChecksum();
          case GENERIC -> packet.frameWithPartialChecksum();
          case TC -> packet.frame();
        };
    byte[] link = wayOut.link(target);
    if (hook == TestedHook.TC && !wayOut.isEthernet() && !reading.isRawIp()) {
      link = untagged(frame, reading);
    }
    return Rewriting.behind(link, changed, reading.networkOffset());
  }

  /** The link header without tags: the tc hook leaves it to the redirection to take it off. */
  private static byte[] untagged(byte[] frame, FrameReading reading) {
    byte[] link = Arrays.copyOf(frame, Frame.ETHERNET_HEADER);
    System.arraycopy(frame, reading.networkOffset() - 2, link, Frame.ETHERNET_HEADER - 2, 2);
    return link;
  }
}
