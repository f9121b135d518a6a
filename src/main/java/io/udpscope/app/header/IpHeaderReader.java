package io.udpscope.app.header;

import io.udpscope.model.PacketRecord;
import java.util.Map;

/** Reads the fields of an IPv4 header (RFC 791) or of an IPv6 header with its extensions. */
final class IpHeaderReader {
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;

  /** IANA's protocol numbers, as far as they stand in front of UDP. */
  private static final Map<Integer, String> PROTOCOLS =
      Map.of(
          0,
          "hop-by-hop options",
          17,
          "udp",
          43,
          "routing",
          FRAGMENT,
          "fragment",
          AUTHENTICATION,
          "authentication",
          60,
          "destination options",
          135,
          "mobility");

  /** IANA's IPv4 option numbers. */
  private static final Map<Integer, String> OPTIONS =
      Map.of(
          0, "end of options",
          1, "no operation",
          7, "record route",
          68, "timestamp",
          130, "security",
          131, "loose source route",
          136, "stream id",
          137, "strict source route",
          148, "router alert");

  private final PacketRecord packet;
  private final HeaderLines lines;
  private final int at;
  private final int end;

  private IpHeaderReader(PacketRecord packet, HeaderLines lines) {
    this.packet = packet;
    this.lines = lines;
    at = packet.networkOffset();
    end = packet.transportOffset();
  }

  static void read(PacketRecord packet, HeaderLines lines) {
    IpHeaderReader reader = new IpHeaderReader(packet, lines);
    if (packet.isIpv6()) {
      reader.ipv6();
    } else {
      reader.ipv4();
    }
  }

  private void ipv4() {
    boolean right = sum() == 0xffff;
    String text = addresses() + "  ttl " + packet.ttl() + (right ? "" : "  checksum bad");
    lines.closedHeader("IPv4", text, at, end - at);
    lines.begin();
    lines.field("version", "4", at, 1);
    lines.field("header length", (packet.frameByte(at) & 0xf) * 4 + " bytes", at, 1);
    service(packet.frameByte(at + 1), at + 1, 1);
    number("length", at + 2);
    lines.field("id", HeaderReader.hex(packet.frameShort(at + 4), 4), at + 4, 2);
    fragment(packet.frameShort(at + 6));
    lines.field("ttl", Integer.toString(packet.ttl()), at + 8, 1);
    lines.field("protocol", protocol(packet.frameByte(at + 9)), at + 9, 1);
    String checksum = HeaderReader.hex(packet.frameShort(at + 10), 4);
    lines.field("checksum", checksum + (right ? "  ok" : "  bad"), at + 10, 2);
    lines.field("source", packet.source().toString(), at + 12, 4);
    lines.field("destination", packet.destination().toString(), at + 16, 4);
    if (end - at > IPV4_BYTES) {
      options();
    }
  }

  /** RFC 2474 and RFC 3168: six bits and two. */
  private void service(int value, int from, int length) {
    lines.field("dscp", Integer.toString(value >> 2), from, length);
    lines.field("ecn", Integer.toString(value & 3), from + length - 1, 1);
  }

  private void fragment(int value) {
    boolean whole = (value & 0x4000) != 0;
    boolean more = (value & 0x2000) != 0;
    String flags =
        whole ? more ? "don't fragment, more" : "don't fragment" : more ? "more" : "none";
    lines.field("flags", flags, at + 6, 1);
    lines.field("fragment offset", Integer.toString((value & 0x1fff) * 8), at + 6, 2);
  }

  private void options() {
    int from = at + IPV4_BYTES;
    lines.field("options", end - from + " bytes", from, end - from);
    lines.begin();
    while (from < end) {
      int type = packet.frameByte(from);
      boolean single = type < 2;
      int said = single || from + 1 >= end ? 1 : packet.frameByte(from + 1);
      int length = Math.min(Math.max(1, said), end - from);
      lines.field(OPTIONS.getOrDefault(type, "option " + type), length + " bytes", from, length);
      from = type == 0 ? end : from + length;
    }
    lines.end();
  }

  private void ipv6() {
    lines.closedHeader("IPv6", addresses() + "  hop limit " + packet.ttl(), at, end - at);
    lines.begin();
    lines.field("version", "6", at, 1);
    service(packet.frameShort(at) >> 4 & 0xff, at, 2);
    int flow = (packet.frameByte(at + 1) & 0xf) << 16 | packet.frameShort(at + 2);
    lines.field("flow label", HeaderReader.hex(flow, 5), at + 1, 3);
    number("payload length", at + 4);
    lines.field("next header", protocol(packet.frameByte(at + 6)), at + 6, 1);
    lines.field("hop limit", Integer.toString(packet.ttl()), at + 7, 1);
    lines.field("source", packet.source().toString(), at + 8, 16);
    lines.field("destination", packet.destination().toString(), at + 24, 16);
    extensions();
  }

  /** RFC 8200, 4: each says what the next one is, and how long it is itself. */
  private void extensions() {
    int next = packet.frameByte(at + 6);
    int from = at + IPV6_BYTES;
    while (from + 2 <= end) {
      int length = Math.min(extensionBytes(next, packet.frameByte(from + 1)), end - from);
      lines.field(protocol(next).replaceFirst("^\\d+ +", ""), length + " bytes", from, length);
      lines.begin();
      next = packet.frameByte(from);
      lines.field("next header", protocol(next), from, 1);
      lines.end();
      from += length;
    }
  }

  private static int extensionBytes(int type, int said) {
    return type == FRAGMENT ? 8 : type == AUTHENTICATION ? (said + 2) * 4 : (said + 1) * 8;
  }

  private void number(String label, int from) {
    lines.field(label, Integer.toString(packet.frameShort(from)), from, 2);
  }

  private static String protocol(int number) {
    String name = PROTOCOLS.get(number);
    return name == null ? Integer.toString(number) : number + "  " + name;
  }

  private String addresses() {
    return packet.source() + " → " + packet.destination();
  }

  /** One's complement sum of the header (RFC 1071). */
  private int sum() {
    int sum = 0;
    for (int i = at; i + 1 < end; i += 2) {
      sum += packet.frameShort(i);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (sum & 0xffff) + (sum >>> 16);
  }
}
