package io.udpscope.config.foreign;

import io.udpscope.config.ConfigNode;
import io.udpscope.config.FieldValues;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a rule of nftables, and the rules that jump to its chain, look at, as far as matches of ours
 * say the same: of each thing the values that all of them accept.
 */
final class NftMatch {
  /** Sets longer than any that make rules that fit are compared no further. */
  private static final int MOST_PAIRS = 1 << 16;

  private static final Set<String> PORTED = Set.of("tcp", "sctp", "dccp", "udplite");
  private static final Prefix ANY_IPV4 = Prefix.parse("0.0.0.0/0");
  private static final Prefix ANY_IPV6 = Prefix.parse("::/0");

  private final NftSets sets;
  private final String table;
  private List<Optional<String>> interfaces = List.of(Optional.empty());
  private List<Optional<Prefix>> sources = List.of(Optional.empty());
  private List<Optional<Prefix>> destinations = List.of(Optional.empty());
  private List<PortRange> ports = List.of(PortRange.ANY);
  private Optional<Boolean> ipv6 = Optional.empty();

  /**
   * @param table of the rule, as {@link NftRule#place} has it
   */
  NftMatch(NftSets sets, String table) {
    this.sets = sets;
    this.table = table;
  }

  /** The same, to add to. */
  NftMatch copy() {
    NftMatch copy = new NftMatch(sets, table);
    copy.interfaces = interfaces;
    copy.sources = sources;
    copy.destinations = destinations;
    copy.ports = ports;
    copy.ipv6 = ipv6;
    return copy;
  }

  /** A statement {@code match} lets no UDP through. */
  static boolean excludesUdp(ConfigNode match, NftSets sets, String table) {
    ConfigNode left = match.child("left").orElse(match);
    String protocol = left.child("payload").flatMap(p -> NftJson.text(p, "protocol")).orElse("");
    if (PORTED.contains(protocol) || protocol.startsWith("icmp")) {
      return true;
    }
    if (!looksAtProtocol(left) || !isEquality(match) || match.child("right").isEmpty()) {
      return false;
    }
    try {
      return sets.elements(match.child("right").get(), table).stream()
          .map(value -> NftJson.text(value).orElse(""))
          .noneMatch(value -> value.equals("udp") || value.equals("17"));
    } catch (UnsaidException e) {
      return false;
    }
  }

  private static boolean looksAtProtocol(ConfigNode left) {
    String name = name(left);
    return Set.of("meta l4proto", "ip protocol", "ip6 nexthdr").contains(name);
  }

  private static boolean isEquality(ConfigNode match) {
    String operator = NftJson.text(match, "op").orElse("==");
    return operator.equals("==") || operator.equals("in");
  }

  /** {@code udp dport}, {@code meta iifname}, {@code fib}. */
  private static String name(ConfigNode left) {
    String kind = NftJson.kind(left);
    ConfigNode inner = left.child(kind).orElse(left);
    if (kind.equals("payload")) {
      return NftJson.text(inner, "protocol").orElse("payload")
          + " "
          + NftJson.text(inner, "field").orElse("at an offset");
    }
    return kind + NftJson.text(inner, "key").map(key -> " " + key).orElse("");
  }

  /**
   * @param match a statement
   * @throws UnsaidException if no match of ours says that
   */
  void add(ConfigNode match) {
    ConfigNode left = match.child("left").orElse(match);
    ConfigNode right = match.child("right").orElse(match);
    String name = name(left);
    if (!isEquality(match)) {
      throw new UnsaidException("it looks for another " + name + " than one that it names");
    }
    switch (name) {
      case "udp dport", "th dport" -> narrow(values(right, NftMatch::ports));
      case "ip saddr", "ip6 saddr" ->
          sources = common(sources, some(right, NftMatch::prefix), NftMatch::narrower);
      case "ip daddr", "ip6 daddr" ->
          destinations = common(destinations, some(right, NftMatch::prefix), NftMatch::narrower);
      case "meta iif", "meta iifname" ->
          interfaces = common(interfaces, some(right, NftMatch::interfaceName), NftMatch::same);
      case "meta l4proto", "ip protocol", "ip6 nexthdr" -> {} // UDP is among them
      case "meta nfproto", "meta protocol" -> narrow(isIpv6(right));
      case "ct state" -> refuseUnlessNew(right);
      default -> throw new UnsaidException("it looks at " + name);
    }
  }

  private <T> List<Optional<T>> some(ConfigNode right, Function<ConfigNode, T> reader) {
    return values(right, reader.andThen(Optional::of));
  }

  private <T> List<T> values(ConfigNode right, Function<ConfigNode, T> reader) {
    List<T> values = new ArrayList<>();
    for (ConfigNode element : sets.elements(right, table)) {
      values.add(reader.apply(element));
    }
    return values;
  }

  /** A port, or a range of them. */
  static PortRange ports(ConfigNode node) {
    Optional<List<ConfigNode>> ends = NftJson.range(node);
    int first = NftJson.number(ends.map(list -> list.get(0)).orElse(node), 65535);
    int last = NftJson.number(ends.map(list -> list.get(1)).orElse(node), 65535);
    if (first > last) {
      throw new UnsaidException("its ports begin above their end");
    }
    return new PortRange(first, last);
  }

  private static Prefix prefix(ConfigNode node) {
    Optional<ConfigNode> prefix = node.child("prefix");
    if (prefix.isEmpty()) {
      if (NftJson.range(node).isPresent()) {
        throw new UnsaidException("it has a range of addresses that is no prefix");
      }
      IpAddress address = NftJson.address(node);
      return new Prefix(address, address.bits());
    }
    IpAddress address = NftJson.address(prefix.get().child("addr").orElse(node));
    ConfigNode length = prefix.get().child("len").orElse(node);
    return new Prefix(address, NftJson.number(length, address.bits()));
  }

  private static String interfaceName(ConfigNode node) {
    String name = NftJson.text(node).orElse("");
    if (name.endsWith("*")) {
      throw new UnsaidException("it is for all interfaces that are called " + name);
    }
    try {
      return FieldValues.interfaceName(name);
    } catch (IllegalArgumentException e) {
      throw new UnsaidException("it has " + node.kind() + " for an interface");
    }
  }

  private static boolean isIpv6(ConfigNode right) {
    String version = NftJson.text(right).orElse("");
    if (!Set.of("ip", "ipv4", "ip6", "ipv6").contains(version)) {
      throw new UnsaidException("it looks for another protocol than IP");
    }
    return version.endsWith("6");
  }

  /** Chains of NAT see the first packet of a connection alone, which always is new. */
  private void refuseUnlessNew(ConfigNode right) {
    boolean fresh =
        sets.elements(right, table).stream()
            .anyMatch(value -> NftJson.text(value).orElse("").equals("new"));
    if (!fresh) {
      throw new UnsaidException("it looks at ct state");
    }
  }

  private void narrow(List<PortRange> only) {
    ports = common(ports, only, NftMatch::overlap);
  }

  private void narrow(boolean six) {
    if (ipv6.isPresent() && ipv6.get() != six) {
      interfaces = List.of(); // no packet is of both versions
    }
    ipv6 = Optional.of(six);
  }

  /** What both lists accept; none, if no packet is in both. */
  private static <T> List<T> common(
      List<T> ones, List<T> others, BiFunction<T, T, Optional<T>> both) {
    if ((long) ones.size() * others.size() > MOST_PAIRS) {
      throw new UnsaidException("its sets are too long to be compared");
    }
    List<T> common = new ArrayList<>();
    for (T one : ones) {
      for (T other : others) {
        both.apply(one, other).ifPresent(common::add);
      }
    }
    return common;
  }

  private static Optional<PortRange> overlap(PortRange one, PortRange other) {
    int first = Math.max(one.first(), other.first());
    int last = Math.min(one.last(), other.last());
    return first <= last ? Optional.of(new PortRange(first, last)) : Optional.empty();
  }

  private static Optional<Optional<Prefix>> narrower(Optional<Prefix> one, Optional<Prefix> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.of(one.or(() -> other));
    }
    if (one.get().covers(other.get())) {
      return Optional.of(other);
    }
    return other.get().covers(one.get()) ? Optional.of(one) : Optional.empty();
  }

  private static Optional<Optional<String>> same(Optional<String> one, Optional<String> other) {
    boolean anyOrSame = one.isEmpty() || other.isEmpty() || one.equals(other);
    return anyOrSame ? Optional.of(one.or(() -> other)) : Optional.empty();
  }

  /** The rule sends these ports on, of those that it looks at. */
  NftMatch withPorts(PortRange only) {
    NftMatch narrowed = copy();
    narrowed.narrow(List.of(only));
    return narrowed;
  }

  /**
   * Each combination of what it looks at.
   *
   * @param version whether the rule is for IPv6, where nothing that it looks at says so
   */
  List<Match> matches(Optional<Boolean> version) {
    long count = (long) interfaces.size() * sources.size() * destinations.size() * ports.size();
    if (count > Rule.MAX_RULES) {
      throw new UnsaidException("it would make " + count + " rules, and 1024 fit");
    }
    List<Match> matches = new ArrayList<>();
    for (Optional<String> interfaceName : interfaces) {
      for (Optional<Prefix> source : sources) {
        for (Optional<Prefix> destination : destinations) {
          for (PortRange range : ports) {
            Match match = new Match(interfaceName, source, destination, range);
            if (match.ipv6().isEmpty()) {
              matches.add(ofVersion(match, version));
            } else if (ipv6.isEmpty() || ipv6.equals(match.ipv6())) {
              matches.add(match);
            }
          }
        }
      }
    }
    return matches;
  }

  /** A source of all addresses says the version, too. */
  private Match ofVersion(Match match, Optional<Boolean> version) {
    Optional<Prefix> any = ipv6.or(() -> version).map(six -> six ? ANY_IPV6 : ANY_IPV4);
    return new Match(match.interfaceName(), any, match.destination(), match.ports());
  }
}
