package io.udpscope.cli.explain;

import io.udpscope.datapath.Explanation.Dimension;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says in words why a rule does not accept a packet. */
final class Refusals {
  private final String interfaceName;
  private final FrameFields packet;

  Refusals(String interfaceName, FrameFields packet) {
    this.interfaceName = interfaceName;
    this.packet = packet;
  }

  /**
   * @param match of the rule, if it is known
   */
  List<String> reasons(Set<Dimension> dimensions, Optional<Match> match) {
    List<String> reasons = new ArrayList<>();
    for (Dimension dimension : new TreeSet<>(dimensions)) {
      reasons.add(match.map(known -> reason(dimension, known)).orElse(unknown(dimension)));
    }
    return reasons;
  }

  private String reason(Dimension dimension, Match match) {
    return switch (dimension) {
      case INTERFACE ->
          "interface " + interfaceName + " is not " + match.interfaceName().orElse("any");
      case IP_VERSION -> otherVersion(match);
      case SOURCE -> notIn("source", packet.source(), match.source());
      case DESTINATION -> notIn("destination", packet.destination(), match.destination());
      case PORT ->
          "port "
              + packet.value(FrameFields.DESTINATION_PORT).orElse("?")
              + (match.ports().first() == match.ports().last() ? " is not " : " is not in ")
              + match.ports();
    };
  }

  private String otherVersion(Match match) {
    String version = packet.value(FrameFields.IPV6_SOURCE).isPresent() ? "an IPv6" : "an IPv4";
    Optional<Prefix> prefix = match.destination().or(match::source);
    return version + " packet has no address in " + prefix.map(Prefix::toString).orElse("it");
  }

  private static String notIn(String what, Optional<IpAddress> address, Optional<Prefix> prefix) {
    String whole = prefix.map(Prefix::toString).orElse("any");
    String verb = whole.indexOf('/') < 0 ? " is not " : " is not in ";
    return what + " " + address.map(IpAddress::toString).orElse("?") + verb + whole;
  }

  private static String unknown(Dimension dimension) {
    return switch (dimension) {
      case INTERFACE -> "it is for another interface";
      case IP_VERSION -> "it is for the other IP version";
      case SOURCE -> "it is for other sources";
      case DESTINATION -> "it is for other destinations";
      case PORT -> "it is for other ports";
    };
  }
}
