package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Rule;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Frame.Checksum;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Frames that stand on the borders of rules: the first and last address of a prefix and the ones
 * beside it, the first and last port of a range and the ones beside it. Some lie, some are cut.
 */
final class RandomFrames {
  private final RandomGenerator random;
  private final RandomRules neighbourhood;
  private final List<Rule> rules;
  private final int shortest;

  /**
   * @param hook whose test run (PROG_TEST_RUN) takes the frames: XDP's wants an Ethernet header,
   *     and tc's an IP header behind it
   */
  RandomFrames(
      TestedHook hook, RandomGenerator random, RandomRules neighbourhood, List<Rule> rules) {
    this.shortest = Frame.ETHERNET_HEADER + (hook.isXdp() ? 0 : Frame.IPV6_HEADER);
    this.random = random;
    this.neighbourhood = neighbourhood;
    this.rules = rules;
  }

  byte[] next(boolean ethernet) {
    Frame frame = ethernet ? Frame.ethernet() : Frame.rawIp();
    if (ethernet) {
      addTags(frame);
    }
    addAddressesAndPorts(frame);
    addTtlAndChecksum(frame);
    byte[] bytes = maybe(20) ? unusual(frame) : frame.bytes();
    return maybe(5) ? mangled(bytes) : bytes;
  }

  private void addTags(Frame frame) {
    int tags = maybe(80) ? 0 : random.nextInt(4);
    for (int i = 0; i < tags; i++) {
      if (random.nextBoolean()) {
        frame.vlan(random.nextInt(4096));
      } else {
        frame.serviceVlan(random.nextInt(4096));
      }
    }
  }

  private void addAddressesAndPorts(Frame frame) {
    Optional<Rule> rule =
        rules.isEmpty() || maybe(5)
            ? Optional.empty()
            : Optional.of(rules.get(random.nextInt(rules.size())));
    Optional<Prefix> source = rule.flatMap(r -> r.match().source());
    Optional<Prefix> destination = rule.flatMap(r -> r.match().destination());
    boolean ipv6 =
        source.or(() -> destination).map(Prefix::address).orElseGet(neighbourhood::centre).isIpv6();
    boolean within = random.nextBoolean();
    PortRange ports = rule.map(r -> r.match().ports()).orElse(PortRange.ANY);
    frame
        .ip(near(source, ipv6, within), near(destination, ipv6, within))
        .udp(random.nextInt(65536), near(ports, within))
        .payload(payloadLength());
  }

  /** Mostly short, and now and then about as long as the ways out take. */
  private int payloadLength() {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextInt(1200);
      case 1 -> random.nextInt(1230, 1280);
      default -> random.nextInt(20);
    };
  }

  private void addTtlAndChecksum(Frame frame) {
    frame.ttl(maybe(90) ? random.nextInt(2, 256) : random.nextInt(2));
    if (maybe(30)) {
      Checksum[] kinds = Checksum.values();
      frame.checksum(kinds[random.nextInt(kinds.length)]);
    }
  }

  private IpAddress near(Optional<Prefix> prefix, boolean ipv6, boolean within) {
    if (prefix.isEmpty() || prefix.get().address().isIpv6() != ipv6) {
      IpAddress centre = neighbourhood.centre();
      return centre.isIpv6() == ipv6 ? centre : neighbourhood.randomAddress(ipv6);
    }
    IpAddress first = prefix.get().address();
    int length = prefix.get().length();
    return switch (random.nextInt(within ? 2 : 5)) {
      case 0 -> first;
      case 1 -> lastOf(first, length);
      case 2 -> length == 0 ? first : RandomRules.flip(first, length - 1);
      case 3 -> length == 0 ? first : RandomRules.flip(lastOf(first, length), length - 1);
      default -> length == first.bits() ? first : RandomRules.flip(first, length);
    };
  }

  private static IpAddress lastOf(IpAddress first, int length) {
    byte[] bytes = first.bytes();
    for (int bit = length; bit < first.bits(); bit++) {
      bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    return IpAddress.of(bytes);
  }

  private int near(PortRange ports, boolean within) {
    int port =
        switch (random.nextInt(within ? 2 : 5)) {
          case 0 -> ports.first();
          case 1 -> ports.last();
          case 2 -> ports.first() - 1;
          case 3 -> ports.last() + 1;
          default -> random.nextInt(ports.first(), ports.last() + 1);
        };
    return Math.min(65535, Math.max(0, port));
  }

  private byte[] unusual(Frame frame) {
    switch (random.nextInt(11)) {
      case 0 -> frame.options(4 * random.nextInt(11));
      case 1 -> frame.fragment(8 * random.nextInt(3), random.nextBoolean());
      case 2 -> frame.udpLength(random.nextInt(65536));
      case 3 -> frame.udpLength(random.nextInt(40));
      case 4 -> frame.ipLength(random.nextInt(100));
      case 5 -> frame.headerWords(random.nextInt(16));
      case 6 -> frame.padding(random.nextInt(30));
      case 7 -> frame.next(random.nextInt(256));
      case 8 -> frame.version(random.nextInt(16));
      default -> addExtensions(frame);
    }
    return frame.bytes();
  }

  private void addExtensions(Frame frame) {
    int[] types = {
      Frame.HOP_BY_HOP,
      Frame.ROUTING,
      Frame.DESTINATION_OPTIONS,
      Frame.AUTHENTICATION,
      Frame.FRAGMENT,
      Frame.ESP
    };
    int count = random.nextInt(11);
    for (int i = 0; i < count; i++) {
      int type = types[random.nextInt(maybe(80) ? 4 : types.length)];
      if (type == Frame.FRAGMENT) {
        frame.fragment(0, false);
      } else {
        frame.extension(type, 8 * random.nextInt(1, 4));
      }
    }
  }

  private byte[] mangled(byte[] bytes) {
    int from = Math.min(shortest, bytes.length);
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(from, bytes.length + 1));
    if (random.nextBoolean()) {
      cut[random.nextInt(Math.min(cut.length, 80))] = (byte) random.nextInt(256);
    }
    return cut;
  }

  private boolean maybe(int percent) {
    return random.nextInt(100) < percent;
  }
}
