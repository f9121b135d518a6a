package io.udpscope.decode;

/**
 * A packet within a payload, as tunnels and samplers carry it: {@code 10.0.0.1:53 > …:4000 UDP}.
 */
final class InnerPacket {
  private static final int ETHERNET = 14;
  private static final int IPV4 = 20;
  private static final int IPV6 = 40;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TYPE_IPV6 = 0x86dd;
  private static final int TYPE_ARP = 0x0806;
  private static final int TYPE_VLAN = 0x8100;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;

  private InnerPacket() {}

  /** An Ethernet frame with IP, ARP or a VLAN tag in it: what random bytes hardly are. */
  static boolean isEthernet(Payload payload, int at) {
    if (!payload.holds(at, ETHERNET)) {
      return false;
    }
    int type = payload.u16(at + 12);
    boolean ip = type == TYPE_IPV4 || type == TYPE_IPV6;
    return ip ? isIp(payload, at + ETHERNET) : type == TYPE_ARP || type == TYPE_VLAN;
  }

  static boolean isIp(Payload payload, int at) {
    int version = payload.holds(at, 1) ? payload.u8(at) >> 4 : 0;
    return version == 4 && (payload.u8(at) & 0xf) >= 5 || version == 6;
  }

  /** One line; empty if not enough of it was captured. */
  static String ofEthernet(Payload payload, int at) {
    int network = networkOffset(payload, at);
    if (network < 0) {
      return "";
    }
    int type = payload.u16(network - 2);
    if (type == TYPE_IPV4 || type == TYPE_IPV6) {
      String inner = ofIp(payload, network);
      return inner.isEmpty() ? typeName(type) : inner;
    }
    return mac(payload, at + 6) + " > " + mac(payload, at) + " " + typeName(type);
  }

  /** Behind the Ethernet header and at most two tags, or -1. */
  private static int networkOffset(Payload payload, int at) {
    int network = at + ETHERNET;
    for (int tags = 0; tags < 2; tags++) {
      if (payload.holds(network, 4) && payload.u16(network - 2) == TYPE_VLAN) {
        network += 4;
      }
    }
    return payload.holds(at, network - at) ? network : -1;
  }

  private static String typeName(int type) {
    return switch (type) {
      case TYPE_IPV4 -> "IPv4";
      case TYPE_IPV6 -> "IPv6";
      case TYPE_ARP -> "ARP";
      case TYPE_VLAN -> "VLAN";
      case 0x8847 -> "MPLS";
      case 0x88cc -> "LLDP";
      default -> "type 0x" + HexText.of(type, 4);
    };
  }

  /** One line; empty if it is no IP or not enough of it was captured. */
  static String ofIp(Payload payload, int at) {
    if (!isIp(payload, at) || !payload.holds(at, headerBytes(payload, at))) {
      return "";
    }
    boolean six = payload.u8(at) >> 4 == 6;
    int bytes = six ? 16 : 4;
    int source = six ? at + 8 : at + 12;
    int ports = portsOffset(payload, at);
    StringBuilder text = new StringBuilder(64);
    appendEndpoint(text, payload, source, bytes, ports);
    text.append(" > ");
    appendEndpoint(text, payload, source + bytes, bytes, ports < 0 ? -1 : ports + 2);
    return text.append(' ').append(protocolName(protocol(payload, at))).toString();
  }

  private static int headerBytes(Payload payload, int at) {
    return payload.u8(at) >> 4 == 6 ? IPV6 : Math.max(IPV4, 4 * (payload.u8(at) & 0xf));
  }

  private static int protocol(Payload payload, int at) {
    return payload.u8(payload.u8(at) >> 4 == 6 ? at + 6 : at + 9);
  }

  /** Where the ports are, or -1: in a fragment behind the first one there are none. */
  private static int portsOffset(Payload payload, int at) {
    boolean fragment = payload.u8(at) >> 4 == 4 && (payload.u16(at + 6) & 0x1fff) != 0;
    int protocol = protocol(payload, at);
    boolean has = protocol == TCP || protocol == UDP || protocol == SCTP;
    int ports = at + headerBytes(payload, at);
    return has && !fragment && payload.holds(ports, 4) ? ports : -1;
  }

  private static void appendEndpoint(
      StringBuilder text, Payload payload, int address, int bytes, int port) {
    if (port < 0) {
      text.append(payload.address(address, bytes));
    } else if (bytes == 16) {
      text.append('[').append(payload.address(address, bytes)).append("]:");
      text.append(payload.u16(port));
    } else {
      text.append(payload.address(address, bytes)).append(':').append(payload.u16(port));
    }
  }

  /** IANA's name of what IP carries, or its number. */
  static String protocolName(long protocol) {
    return switch ((int) protocol) {
      case 1 -> "ICMP";
      case 2 -> "IGMP";
      case 4 -> "IPv4";
      case TCP -> "TCP";
      case UDP -> "UDP";
      case 41 -> "IPv6";
      case 47 -> "GRE";
      case 50 -> "ESP";
      case 51 -> "AH";
      case 58 -> "ICMPv6";
      case 89 -> "OSPF";
      case SCTP -> "SCTP";
      default -> "protocol " + protocol;
    };
  }

  private static String mac(Payload payload, int at) {
    StringBuilder text = new StringBuilder(17);
    for (int i = at; i < at + 6; i++) {
      text.append(i == at ? "" : ":");
      HexText.append(text, payload.u8(i), 2);
    }
    return text.toString();
  }

  static void ethernetFields(FieldTree tree, Payload payload, int at, int end) {
    int network = networkOffset(payload, at);
    if (network < 0) {
      return;
    }
    String macs = mac(payload, at + 6) + " > " + mac(payload, at);
    tree.open("Ethernet", at, network - at, macs);
    tree.add("destination", at, 6, mac(payload, at));
    tree.add("source", at + 6, 6, mac(payload, at + 6));
    for (int tag = at + ETHERNET; tag < network; tag += 4) {
      tree.read("VLAN", tag, 2, tci -> Long.toString(tci & 0xfff));
    }
    int type = payload.u16(network - 2);
    tree.add("type", network - 2, 2, typeName(type)).close();
    if (type == TYPE_IPV4 || type == TYPE_IPV6) {
      ipFields(tree, payload, network, end);
    } else {
      tree.bytes("content", network, Math.min(end, payload.length()) - network);
    }
  }

  static void ipFields(FieldTree tree, Payload payload, int at, int end) {
    if (!isIp(payload, at) || !payload.holds(at, headerBytes(payload, at))) {
      return;
    }
    boolean six = payload.u8(at) >> 4 == 6;
    int header = headerBytes(payload, at);
    tree.open(six ? "IPv6" : "IPv4", at, header, ofIp(payload, at));
    if (six) {
      tree.number("payload length", at + 4, 2);
      tree.read("next header", at + 6, 1, InnerPacket::protocolName);
      tree.number("hop limit", at + 7, 1);
      tree.address("source", at + 8, 16).address("destination", at + 24, 16);
    } else {
      tree.number("length", at + 2, 2).number("ttl", at + 8, 1);
      tree.read("protocol", at + 9, 1, InnerPacket::protocolName);
      tree.address("source", at + 12, 4).address("destination", at + 16, 4);
    }
    tree.close();
    int ports = portsOffset(payload, at);
    if (ports >= 0) {
      tree.number("source port", ports, 2).number("destination port", ports + 2, 2);
    }
    int rest = ports < 0 ? at + header : ports + 4;
    int last = Math.min(end, payload.length());
    if (rest < last) {
      tree.bytes("content", rest, last - rest);
    }
  }
}
