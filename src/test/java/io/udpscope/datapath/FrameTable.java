package io.udpscope.datapath;

import static io.udpscope.datapath.Outcome.FRAGMENT;
import static io.udpscope.datapath.Outcome.MALFORMED;
import static io.udpscope.datapath.Outcome.OTHER;
import static io.udpscope.datapath.Outcome.UNMATCHED;

import io.udpscope.packets.Frame;
import io.udpscope.packets.Frame.Checksum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Every way in which a frame can be parsed. What is written for an IP packet is tried as it is, in
 * Ethernet, and behind one and two VLAN tags.
 */
final class FrameTable {
  /** A UDP datagram, as far as no rule is asked. */
  private static final Outcome UDP = UNMATCHED;

  private final List<FrameCase> cases = new ArrayList<>();

  private FrameTable() {}

  static List<FrameCase> all() {
    FrameTable table = new FrameTable();
    table.addUdp();
    table.addIpv4Headers();
    table.addIpv4Lengths();
    table.addIpv6Headers();
    table.addIpv6Chains();
    table.addFragments();
    table.addOtherTransports();
    table.addLinks();
    return table.cases;
  }

  private void addUdp() {
    ip("UDP over IPv4", f -> f.ipv4().udp(40000, 53).payload("query"), UDP);
    ip("UDP over IPv6", f -> f.ipv6().udp(40000, 53).payload("query"), UDP);
    ip("no payload, IPv4", f -> f.ipv4().udp(1, 65535), UDP);
    ip("no payload, IPv6", f -> f.ipv6().udp(1, 65535), UDP);
    ip("port 0", f -> f.ipv4().udp(0, 0).payload("x"), UDP);
    ip("padding behind IPv4", f -> f.ipv4().udp(9, 9).payload("x").padding(17), UDP);
    ip("padding behind IPv6", f -> f.ipv6().udp(9, 9).payload("x").padding(17), UDP);
    ip("no checksum, IPv4", f -> f.ipv4().udp(1, 2).payload("x").checksum(Checksum.ZERO), UDP);
    ip("no checksum, IPv6", f -> f.ipv6().udp(1, 2).payload("x").checksum(Checksum.ZERO), UDP);
    ip("wrong checksum", f -> f.ipv4().udp(1, 2).payload("x").checksum(Checksum.WRONG), UDP);
    ip("time to live 0", f -> f.ipv4().ttl(0).udp(1, 2), UDP);
    ip("a whole Ethernet frame", f -> f.ipv4().udp(1, 2).payload(1400), UDP);
  }

  private void addIpv4Headers() {
    for (int options = 4; options <= 40; options += 4) {
      int bytes = options;
      ip("IPv4 with options of " + bytes, f -> f.ipv4().options(bytes).udp(1, 2).payload(3), UDP);
    }
    // With an ihl of 4 the source port would be read as a UDP length, here one that fits.
    for (int words = 0; words < 5; words++) {
      int said = words;
      ip("ihl " + said, f -> f.ipv4().headerWords(said).udp(30, 2).payload(50), MALFORMED);
    }
    ip("ihl beyond the packet", f -> f.ipv4().headerWords(15).udp(1, 2).payload(5), MALFORMED);
    ip("don't fragment", f -> f.ipv4().dontFragment().udp(1, 2), UDP);
    ip("the reserved flag", f -> f.ipv4().reservedFlag().udp(1, 2), UDP);
    ip("options, the header ends the packet", f -> f.ipv4().options(8).next(17), MALFORMED);
    for (int version : new int[] {0, 5, 6, 15}) {
      ethernet("IPv4 that says " + version, f -> f.ipv4().version(version).udp(1, 2), MALFORMED);
    }
  }

  private void addIpv4Lengths() {
    ip("total length 0", f -> f.ipv4().ipLength(0).udp(1, 2).payload(9), MALFORMED);
    ip("total length in the IP header", f -> f.ipv4().ipLength(19).udp(1, 2), MALFORMED);
    ip("total length before UDP", f -> f.ipv4().ipLength(20).udp(1, 2), MALFORMED);
    ip("total length in the UDP header", f -> f.ipv4().ipLength(27).udp(1, 2), MALFORMED);
    ip("total length before UDP's end", f -> f.ipv4().ipLength(28).udp(1, 2).payload(1), MALFORMED);
    ip("total length beyond the frame", f -> f.ipv4().ipLength(38).udp(1, 2).payload(9), MALFORMED);
    ip("total length 65,535", f -> f.ipv4().ipLength(65535).udp(1, 2).payload(9), MALFORMED);
    for (int said : new int[] {0, 1, 7}) {
      ip("UDP length " + said, f -> f.ipv4().udp(1, 2).udpLength(said).payload(9), MALFORMED);
      ip("v6, UDP length " + said, f -> f.ipv6().udp(1, 2).udpLength(said).payload(9), MALFORMED);
    }
    ip("UDP length 8 before a payload", f -> f.ipv4().udp(1, 2).udpLength(8).payload(9), UDP);
    ip("UDP length short of IP's", f -> f.ipv4().udp(1, 2).udpLength(16).payload(9), UDP);
    ip("UDP length one too many", f -> f.ipv4().udp(1, 2).udpLength(18).payload(9), MALFORMED);
    ip("UDP length 65,535", f -> f.ipv4().udp(1, 2).udpLength(65535).payload(9), MALFORMED);
    ip(
        "UDP length into the padding",
        f -> f.ipv4().udp(1, 2).udpLength(18).payload(9).padding(9),
        MALFORMED);
    ip("total length less than is there, UDP fits", Frame::ipv4, 37, UDP);
  }

  private void ip(String description, UnaryOperator<Frame> address, int total, Outcome outcome) {
    ip(
        description,
        f -> address.apply(f).ipLength(total).udp(1, 2).udpLength(total - 20).payload(30),
        outcome);
  }

  private void addIpv6Headers() {
    for (int version : new int[] {0, 4, 5, 7, 15}) {
      ethernet("IPv6 that says " + version, f -> f.ipv6().version(version).udp(1, 2), MALFORMED);
    }
    ip("payload length 0", f -> f.ipv6().ipLength(0).udp(1, 2).payload(9), MALFORMED);
    ip("payload length in the UDP header", f -> f.ipv6().ipLength(7).udp(1, 2), MALFORMED);
    ip(
        "payload length before UDP's end",
        f -> f.ipv6().ipLength(16).udp(1, 2).payload(9),
        MALFORMED);
    ip(
        "payload length beyond the frame",
        f -> f.ipv6().ipLength(18).udp(1, 2).payload(9),
        MALFORMED);
    ip("payload length 65,535", f -> f.ipv6().ipLength(65535).udp(1, 2).payload(9), MALFORMED);
    ip("v6, UDP length short of IP's", f -> f.ipv6().udp(1, 2).udpLength(16).payload(9), UDP);
    ip("v6, UDP length one too many", f -> f.ipv6().udp(1, 2).udpLength(18).payload(9), MALFORMED);
  }

  private void addIpv6Chains() {
    ip("hop-by-hop options", f -> f.ipv6().hopByHop().udp(1, 2).payload("x"), UDP);
    ip("a routing header", f -> f.ipv6().routing().udp(1, 2).payload("x"), UDP);
    ip("destination options", f -> f.ipv6().destinationOptions().udp(1, 2).payload("x"), UDP);
    ip("an authentication header", f -> f.ipv6().authentication().udp(1, 2).payload("x"), UDP);
    ip(
        "all of them, as RFC 8200 orders them",
        f ->
            f.ipv6()
                .hopByHop()
                .destinationOptions()
                .routing()
                .fragment(0, false)
                .authentication()
                .destinationOptions()
                .udp(1, 2)
                .payload("x"),
        UDP);
    ip("a long header", f -> f.ipv6().extension(Frame.DESTINATION_OPTIONS, 2048).udp(1, 2), UDP);
    ip("the shortest AH", f -> f.ipv6().extension(Frame.AUTHENTICATION, 12).udp(1, 2), UDP);
    for (int count = 1; count <= FrameReading.MAX_EXTENSION_HEADERS + 3; count++) {
      int headers = count;
      ip(
          "a chain of " + headers,
          f -> chain(f.ipv6(), headers).udp(1, 2).payload("x"),
          headers <= FrameReading.MAX_EXTENSION_HEADERS ? UDP : OTHER);
    }
    ip("a header beyond the frame", f -> lying(f, 20).udp(1, 2).payload("x"), MALFORMED);
    ip("a header that ends in UDP's", f -> lying(f, 1).udp(1, 2).payload(20), MALFORMED);
    ip("a header beyond, then TCP", f -> lying(f, 20).next(Frame.TCP).udp(1, 2), MALFORMED);
    ip("no header where one is said", f -> f.ipv6().next(Frame.ROUTING), MALFORMED);
    ip("ESP after options", f -> f.ipv6().hopByHop().next(Frame.ESP).payload(40), OTHER);
    ip("no next header", f -> f.ipv6().next(Frame.NO_NEXT_HEADER), OTHER);
    ip("no next header after options", f -> f.ipv6().hopByHop().next(59).payload(9), OTHER);
    ip("TCP after options", f -> f.ipv6().hopByHop().tcp(1, 2), OTHER);
  }

  private static Frame chain(Frame frame, int headers) {
    for (int i = 0; i < headers; i++) {
      frame.destinationOptions();
    }
    return frame;
  }

  /** Destination options of 8 bytes that say to be longer, by so many units of 8 bytes. */
  private static Frame lying(Frame frame, int units) {
    return frame.ipv6().extension(Frame.DESTINATION_OPTIONS, 8, units);
  }

  private void addFragments() {
    ip("the first fragment", f -> f.ipv4().fragment(0, true).udp(1, 2).payload(16), FRAGMENT);
    ip("a middle one", f -> f.ipv4().fragment(1480, true).next(17).payload(24), FRAGMENT);
    ip("the last one", f -> f.ipv4().fragment(1480, false).next(17).payload(9), FRAGMENT);
    ip("the farthest", f -> f.ipv4().fragment(65528, false).next(17).payload(7), FRAGMENT);
    ip("of offset 8", f -> f.ipv4().fragment(8, false).next(17).payload(1), FRAGMENT);
    ip("a fragment of nothing", f -> f.ipv4().fragment(8, true).next(17), FRAGMENT);
    ip(
        "a fragment with options",
        f -> f.ipv4().options(12).fragment(8, true).next(17).payload(8),
        FRAGMENT);
    ip("a fragment of TCP", f -> f.ipv4().fragment(0, true).tcp(1, 2), OTHER);

    ip("v6, the first", f -> f.ipv6().fragment(0, true).udp(1, 2).payload(16), FRAGMENT);
    ip("v6, a middle one", f -> f.ipv6().fragment(1448, true).next(17).payload(24), FRAGMENT);
    ip("v6, the last", f -> f.ipv6().fragment(1448, false).next(17).payload(9), FRAGMENT);
    ip("v6, the farthest", f -> f.ipv6().fragment(65528, false).next(17).payload(7), FRAGMENT);
    ip("v6, after options", f -> f.ipv6().hopByHop().fragment(8, true).next(17), FRAGMENT);
    ip(
        "v6, options in the fragment",
        f -> f.ipv6().fragment(0, true).destinationOptions().udp(1, 2),
        FRAGMENT);
    ip("v6, of TCP", f -> f.ipv6().fragment(0, true).tcp(1, 2), OTHER);
    ip("v6, an atomic fragment", f -> f.ipv6().fragment(0, false).udp(1, 2).payload(5), UDP);
    ip(
        "v6, atomic among options",
        f -> f.ipv6().hopByHop().fragment(0, false).destinationOptions().udp(1, 2).payload(5),
        UDP);
    ip("v6, atomic, of TCP", f -> f.ipv6().fragment(0, false).tcp(1, 2), OTHER);
  }

  private void addOtherTransports() {
    ip("TCP", f -> f.ipv4().tcp(40000, 53), OTHER);
    ip("TCP over IPv6", f -> f.ipv6().tcp(40000, 53), OTHER);
    ip("ICMP", f -> f.ipv4().echo(), OTHER);
    ip("ICMPv6", f -> f.ipv6().echo(), OTHER);
    ip("UDP-Lite", f -> f.ipv4().next(136).payload(20), OTHER);
    ip("UDP-Lite over IPv6", f -> f.ipv6().next(136).payload(20), OTHER);
    ip("ESP", f -> f.ipv4().next(Frame.ESP).payload(20), OTHER);
    ip("IPv6 in IPv4", f -> f.ipv4().next(41).payload(60), OTHER);
    ip("TCP that lies of its length", f -> f.ipv4().ipLength(9000).tcp(1, 2), OTHER);
  }

  private void addLinks() {
    add("ARP", Frame.arp(), OTHER);
    add("an unknown type", Frame.ethernet().etherType(0x88cc).payload(46), OTHER);
    add("802.3, a length for a type", Frame.ethernet().etherType(46).payload(46), OTHER);
    add("no type but a tag", Frame.ethernet().vlan(5).etherType(0x88cc).payload(46), OTHER);
    add("802.1ad", Frame.ethernet().serviceVlan(100).vlan(7).ipv4().udp(1, 2), UDP);
    add("802.1ad alone", Frame.ethernet().serviceVlan(100).ipv6().udp(1, 2), UDP);
    add("802.1ad twice", Frame.ethernet().serviceVlan(1).serviceVlan(2).ipv4().udp(1, 2), UDP);
    add("priority bits", Frame.ethernet().vlan(0xe000).ipv4().udp(1, 2), UDP);
    add("three tags", Frame.ethernet().vlan(1).vlan(2).vlan(3).ipv4().udp(1, 2), OTHER);
    add("IPv6 said to be IPv4", Frame.ethernet().etherType(0x0800).ipv6().udp(1, 2), MALFORMED);
    add("IPv4 said to be IPv6", Frame.ethernet().etherType(0x86dd).ipv4().udp(1, 2), MALFORMED);
    for (int version : new int[] {0, 1, 5, 7, 15}) {
      add("raw IP that says " + version, Frame.rawIp().ipv4().version(version).udp(1, 2), OTHER);
    }
  }

  private void add(String description, Frame frame, Outcome outcome) {
    cases.add(FrameCase.of(description, frame, outcome));
  }

  /** An IP packet on every kind of link. */
  private void ip(String description, UnaryOperator<Frame> packet, Outcome outcome) {
    add("raw IP, " + description, packet.apply(Frame.rawIp()), outcome);
    ethernet(description, packet, outcome);
  }

  private void ethernet(String description, UnaryOperator<Frame> packet, Outcome outcome) {
    on("Ethernet", Frame::ethernet, description, packet, outcome);
    on("a tag", () -> Frame.ethernet().vlan(7), description, packet, outcome);
    on("two tags", () -> Frame.ethernet().serviceVlan(9).vlan(7), description, packet, outcome);
  }

  private void on(
      String link,
      Supplier<Frame> start,
      String description,
      UnaryOperator<Frame> packet,
      Outcome outcome) {
    add(link + ", " + description, packet.apply(start.get()), outcome);
  }
}
