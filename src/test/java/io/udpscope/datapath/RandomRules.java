package io.udpscope.datapath;

import io.udpscope.model.Action;
import io.udpscope.model.Forward;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Sets of rules that crowd together: prefixes of all lengths around a few addresses, port ranges
 * around a few ports. Rules spread evenly would seldom overlap, and order would never matter.
 */
final class RandomRules {
  /** Around the borders of the words of the bit vectors, and of the whole. */
  private static final int[] SIZES = {0, 1, 2, 3, 10, 63, 64, 65, 127, 128, 129, 500, 1023, 1024};

  private static final int[] PORTS = {0, 1, 53, 255, 256, 5005, 5010, 32767, 32768, 65534, 65535};

  private static final String NAME = "rule-";

  /** Interfaces that targets name; most often the two that take packets from all hooks. */
  private static final List<String> WAYS_OUT = List.of("h0", "h0", "h0", "h1", "h1", "n0", "t0");

  /** Of a whole set, so that no set is too much for a generation. */
  private static final int MOST_TARGETS = 400;

  private static final int MOST_OF_A_FORWARD = 11;

  private final RandomGenerator random;
  private final List<String> interfaces;

  /** Rules that hardly overlap, so that the last of many is reached, too. */
  private final boolean narrow;

  private final List<IpAddress> centres = new ArrayList<>();

  // What the rules of this set look at, in per cent of them.
  private final int interfaceShare;
  private final int sourceShare;
  private final int destinationShare;
  private final int portShare;

  // What they do to packets.
  private final int translateShare;
  private final int forwardShare;
  private final int balanceShare;

  private int targetsLeft;

  /**
   * @param interfaces that rules may name
   */
  RandomRules(RandomGenerator random, List<String> interfaces) {
    this.random = random;
    this.interfaces = interfaces;
    narrow = random.nextBoolean();
    interfaceShare = share();
    sourceShare = share();
    destinationShare = share();
    portShare = narrow ? 100 : 100 - share() / 3;
    translateShare = share() / 2;
    forwardShare = share() * 2 / 3;
    balanceShare = share();
    int count = random.nextInt(1, 7);
    for (int i = 0; i < count; i++) {
      centres.add(randomAddress(random.nextBoolean()));
    }
  }

  private int share() {
    return switch (random.nextInt(3)) {
      case 0 -> 0;
      case 1 -> 100;
      default -> random.nextInt(100);
    };
  }

  List<Rule> next() {
    int size = random.nextBoolean() ? random.nextInt(1, 40) : SIZES[random.nextInt(SIZES.length)];
    List<Rule> rules = new ArrayList<>();
    targetsLeft = MOST_TARGETS;
    for (int i = 0; i < size; i++) {
      Action action = random.nextBoolean() ? Action.DROP : Action.PASS;
      Match match = match();
      rules.add(new Rule(NAME + i, match, action, translate(match.ports()), forward()));
    }
    return rules;
  }

  /** To a range that begins anywhere and has room. */
  private OptionalInt translate(PortRange ports) {
    int room = 65535 - (ports.last() - ports.first());
    boolean translates = maybe(translateShare) && room >= 1;
    return translates ? OptionalInt.of(random.nextInt(1, room + 1)) : OptionalInt.empty();
  }

  private Optional<Forward> forward() {
    if (!maybe(forwardShare) || targetsLeft < MOST_OF_A_FORWARD) {
      return Optional.empty();
    }
    boolean balances = maybe(balanceShare);
    int count = balances ? random.nextInt(2, MOST_OF_A_FORWARD + 1) : 1;
    targetsLeft -= count;
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      targets.add(target(i));
    }
    Strategy[] strategies = Strategy.values();
    Source source = random.nextBoolean() ? Source.KEEP : Source.MASQUERADE;
    return Optional.of(
        Forward.to(targets)
            .withStrategy(strategies[random.nextInt(strategies.length)])
            .withSource(source)
            .withPath(maybe(10) ? Path.RELAY : Path.AUTO));
  }

  private Target target(int index) {
    // Mostly of the version of the packets that come.
    IpAddress address = randomAddress(maybe(90) ? centre().isIpv6() : random.nextBoolean());
    String host = maybe(70) ? address.toString() : "target-" + index;
    int port = maybe(30) ? 0 : random.nextInt(1, 65536);
    Optional<IpAddress> resolved =
        maybe(95) || host.equals(address.toString()) ? Optional.of(address) : Optional.empty();
    String wayOut = WAYS_OUT.get(random.nextInt(WAYS_OUT.size()));
    return new Target(
        host,
        resolved,
        port,
        maybe(70) ? 1 : random.nextInt(1, 40),
        maybe(5),
        Optional.of(wayOut),
        Optional.of(randomMac()));
  }

  private MacAddress randomMac() {
    byte[] bytes = new byte[MacAddress.BYTES];
    random.nextBytes(bytes);
    return MacAddress.of(bytes);
  }

  /** Where the rule of this name stands in its set. */
  static int position(String name) {
    return Integer.parseInt(name.substring(NAME.length()));
  }

  /** Addresses around which the prefixes crowd. */
  IpAddress centre() {
    return centres.get(random.nextInt(centres.size()));
  }

  private Match match() {
    Optional<Prefix> source = maybe(sourceShare) ? Optional.of(prefix()) : Optional.empty();
    Optional<Prefix> destination = Optional.empty();
    if (maybe(destinationShare)) {
      destination = Optional.of(prefix());
    }
    Optional<String> interfaceName = Optional.empty();
    if (maybe(interfaceShare)) {
      interfaceName = Optional.of(interfaces.get(random.nextInt(interfaces.size())));
    }
    PortRange ports = maybe(portShare) ? ports() : PortRange.ANY;
    return new Match(interfaceName, source, destination, ports);
  }

  private boolean maybe(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Of any length, around a centre: it holds the centre, or parts from it in its last bits. */
  private Prefix prefix() {
    IpAddress address = centre();
    int bits = address.bits();
    if (narrow) {
      int flipped = random.nextInt(bits - 12, bits);
      return new Prefix(flip(address, flipped), random.nextInt(flipped + 1, bits + 1));
    }
    int[] borders = {0, 1, 8, 15, 16, 17, 23, 24, 25, 31, 32, 64, 127, 128};
    int length =
        random.nextBoolean()
            ? Math.min(bits, borders[random.nextInt(borders.length)])
            : random.nextInt(bits + 1);
    if (length > 0 && random.nextInt(3) == 0) {
      int back = Math.min(length, 1 + random.nextInt(4));
      address = flip(address, length - back);
    }
    return new Prefix(address, length);
  }

  private PortRange ports() {
    if (narrow) {
      int only = random.nextInt(65536);
      return new PortRange(only, only);
    }
    int first = port();
    int last =
        switch (random.nextInt(4)) {
          case 0 -> port();
          case 1 -> Math.min(65535, first + random.nextInt(20));
          default -> first;
        };
    return new PortRange(Math.min(first, last), Math.max(first, last));
  }

  private int port() {
    return random.nextInt(4) == 0
        ? random.nextInt(65536)
        : Math.min(65535, PORTS[random.nextInt(PORTS.length)] + random.nextInt(8));
  }

  IpAddress randomAddress(boolean ipv6) {
    byte[] bytes = new byte[ipv6 ? 16 : 4];
    random.nextBytes(bytes);
    return IpAddress.of(bytes);
  }

  /** The same address but for one bit, 0 being the first on the wire. */
  static IpAddress flip(IpAddress address, int bit) {
    byte[] bytes = address.bytes();
    bytes[bit / 8] ^= (byte) (0x80 >> bit % 8);
    return IpAddress.of(bytes);
  }
}
