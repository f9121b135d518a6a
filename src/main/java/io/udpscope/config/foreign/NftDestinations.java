package io.udpscope.config.foreign;

import io.udpscope.config.ConfigNode;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a statement {@code dnat} leads, as a forward: its source is kept, and its answers come back
 * as from the first address, which connection tracking does there.
 */
final class NftDestinations {
  private final NftSets sets;
  private final String table;

  NftDestinations(NftSets sets, String table) {
    this.sets = sets;
    this.table = table;
  }

  /**
   * @param address where to: an address, a range of them, an address with a port, or a map by a
   *     number or a hash
   * @param port 0 keeps the packet's
   * @throws UnsaidException if no forward of ours says that
   */
  Forward forward(ConfigNode address, int port) {
    Optional<ConfigNode> map = address.child("map");
    if (map.isPresent()) {
      return ofMap(map.get(), port);
    }
    Optional<List<ConfigNode>> range = NftJson.range(address);
    Map<Target, Integer> targets = new LinkedHashMap<>();
    if (range.isPresent()) {
      addRange(
          targets, NftJson.address(range.get().get(0)), NftJson.address(range.get().get(1)), port);
    } else {
      targets.put(target(address, port), 1);
    }
    return forward(targets, Strategy.SOURCE_IP);
  }

  private static Forward forward(Map<Target, Integer> weights, Strategy strategy) {
    try {
      List<Target> targets =
          weights.entrySet().stream()
              .map(entry -> entry.getKey().withWeight(entry.getValue()))
              .toList();
      return Forward.to(targets).withStrategy(strategy).withReplies(true);
    } catch (IllegalArgumentException e) {
      throw new UnsaidException(e.getMessage());
    }
  }

  /** {@code 10.0.0.1}, or {@code {"concat": ["10.0.0.1", 53]}}. */
  static Target target(ConfigNode node, int port) {
    Optional<List<ConfigNode>> both =
        node.child("concat").map(NftJson::items).filter(parts -> parts.size() == 2);
    return both.map(
            parts -> Target.of(NftJson.address(parts.get(0)), NftJson.number(parts.get(1), 65535)))
        .orElseGet(() -> Target.of(NftJson.address(node), port));
  }

  private static void addRange(
      Map<Target, Integer> targets, IpAddress first, IpAddress last, int port) {
    BigInteger from = new BigInteger(1, first.bytes());
    BigInteger count = new BigInteger(1, last.bytes()).subtract(from).add(BigInteger.ONE);
    if (first.isIpv6() != last.isIpv6()
        || count.signum() <= 0
        || count.compareTo(BigInteger.valueOf(Forward.MAX_TARGETS)) > 0) {
      throw new UnsaidException(
          "it leads to more addresses than the " + Forward.MAX_TARGETS + " of a forward");
    }
    byte[] address = first.bytes();
    for (int i = 0; i < count.intValue(); i++) {
      targets.put(Target.of(IpAddress.of(address), port), 1);
      increment(address);
    }
  }

  private static void increment(byte[] address) {
    int at = address.length - 1;
    while (++address[at] == 0 && at > 0) {
      at--;
    }
  }

  /** A target's weight is its share of the numbers. */
  private Forward ofMap(ConfigNode map, int port) {
    Strategy strategy = strategy(map.child("key").orElse(map));
    Map<Target, Integer> targets = new LinkedHashMap<>();
    for (ConfigNode pair : sets.elements(map.child("data").orElse(map), table)) {
      List<ConfigNode> both = NftJson.items(pair);
      if (both.size() != 2) {
        throw new UnsaidException("it has a map of another kind");
      }
      targets.merge(target(both.get(1), port), share(both.get(0)), Integer::sum);
    }
    return forward(targets, strategy);
  }

  private static int share(ConfigNode numbers) {
    Optional<List<ConfigNode>> ends = NftJson.range(numbers);
    if (ends.isEmpty()) {
      return 1;
    }
    int first = NftJson.number(ends.get().get(0), Integer.MAX_VALUE);
    int last = NftJson.number(ends.get().get(1), Integer.MAX_VALUE);
    if (last < first || last - first >= Target.MAX_WEIGHT) {
      throw new UnsaidException("a share of it is above " + Target.MAX_WEIGHT);
    }
    return last - first + 1;
  }

  /**
   * A number is drawn once a connection, which is a source's address and port here; a hash of the
   * source's address alone keeps a client at one target.
   */
  private static Strategy strategy(ConfigNode key) {
    String kind = NftJson.kind(key);
    if (kind.equals("numgen") || kind.equals("symhash")) {
      return Strategy.SOURCE_PORT;
    }
    if (!kind.equals("jhash")) {
      throw new UnsaidException("it chooses its target by " + kind);
    }
    ConfigNode hashed = key.child(kind).flatMap(hash -> hash.child("expr")).orElse(key);
    boolean clientAlone =
        hashed
            .child("payload")
            .flatMap(payload -> NftJson.text(payload, "field"))
            .filter("saddr"::equals)
            .isPresent();
    return clientAlone ? Strategy.SOURCE_IP : Strategy.SOURCE_PORT;
  }
}
