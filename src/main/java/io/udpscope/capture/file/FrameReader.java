package io.udpscope.capture.file;

import java.nio.ByteBuffer;

/**
 * Finds the UDP header in a frame, judging as the program does ({@code native/src/parse.h}): two
 * VLAN tags, IPv4 with options, IPv6 with up to eight extension headers; lengths that lie, and
 * headers that are cut off, make a frame malformed. What is captured of a frame may be less than
 * its length: lengths are held against the latter, and headers must be in the former.
 */
final class FrameReader {
  private static final int ETHERNET_BYTES = 14;
  private static final int ETHERNET_TYPE = 12;
  private static final int TAG_BYTES = 4;
  private static final int MAX_TAGS = 2;
  private static final int TYPE_IPV4 = 0x0800;
  private static final int TYPE_IPV6 = 0x86dd;
  private static final int TYPE_VLAN = 0x8100;
  private static final int TYPE_SERVICE_VLAN = 0x88a8;

  private static final int COOKED_BYTES = 16;
  private static final int COOKED_2_BYTES = 20;
  private static final int SENT_BY_US = 4; // PACKET_OUTGOING of linux/if_packet.h

  /** {@code ARPHRD_…} of linux/if_arp.h whose frames have no EtherType there. */
  private static final int FRAME_RELAY = 770;

  private static final int RADIOTAP = 803;
  private static final int NETLINK = 824;

  private static final int LOOPBACK_BYTES = 4;

  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int UDP_BYTES = 8;
  private static final int PROTOCOL_UDP = 17;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;
  private static final int IPV6_MORE_FRAGMENTS_OR_OFFSET = 0xfff9;

  private static final int MAX_EXTENSION_HEADERS = 8;
  private static final int EXTENSION_BYTES = 8;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;

  private ByteBuffer bytes;
  private int start;
  private int captured;
  private long length;
  private int networkOffset;
  private int transportOffset;
  private int direction;

  /**
   * @param index of the frame's first byte in the buffer
   * @param captured bytes of it that are there
   * @param length of the frame on the wire
   */
  Kind read(ByteBuffer bytes, int index, int captured, long length, int linkType) {
    this.bytes = bytes;
    start = index;
    this.captured = captured;
    this.length = length;
    networkOffset = 0;
    transportOffset = 0;
    direction = RawPacket.NO_DIRECTION;
    return switch (linkType) {
      case LinkTypes.ETHERNET -> ethernet();
      case LinkTypes.IPV4 -> ipv4(0);
      case LinkTypes.IPV6 -> ipv6(0);
      case 12, 14, 101 -> rawIp(0);
      case LinkTypes.LINUX_SLL -> cooked();
      case LinkTypes.LINUX_SLL2 -> cooked2();
      case LinkTypes.NULL, LinkTypes.LOOP -> loopback();
      default -> Kind.OTHER;
    };
  }

  /** Where the IP header begins, in the frame; it has one if it is UDP. */
  int networkOffset() {
    return networkOffset;
  }

  int transportOffset() {
    return transportOffset;
  }

  /** What the link header says of it: {@link RawPacket#INBOUND} and the like. */
  int direction() {
    return direction;
  }

  /** LINKTYPE_LINUX_SLL: kind of packet, ARPHRD_, length of address, address (8), protocol. */
  private Kind cooked() {
    if (lacks(0, COOKED_BYTES)) {
      return Kind.MALFORMED;
    }
    sent(u16(0));
    return hasEtherType(u16(2)) ? tagged(u16(14), COOKED_BYTES) : Kind.OTHER;
  }

  /**
   * LINKTYPE_LINUX_SLL2: protocol, two unused bytes, interface (4), ARPHRD_, kind of packet (1),
   * length of address (1), address (8).
   */
  private Kind cooked2() {
    if (lacks(0, COOKED_2_BYTES)) {
      return Kind.MALFORMED;
    }
    sent(u8(10));
    return hasEtherType(u16(8)) ? tagged(u16(0), COOKED_2_BYTES) : Kind.OTHER;
  }

  private void sent(int kind) {
    direction = kind == SENT_BY_US ? RawPacket.OUTBOUND : RawPacket.INBOUND;
  }

  private static boolean hasEtherType(int hardware) {
    return hardware != FRAME_RELAY && hardware != RADIOTAP && hardware != NETLINK;
  }

  /** In LINKTYPE_NULL in the byte order of whoever captured it, in LINKTYPE_LOOP in network's. */
  private Kind loopback() {
    if (lacks(0, LOOPBACK_BYTES)) {
      return Kind.MALFORMED;
    }
    int family = u16(0) == 0 ? u16(2) : u16(2) == 0 ? Short.reverseBytes((short) u16(0)) : 0;
    return switch (family) {
      case 2 -> ipv4(LOOPBACK_BYTES);
      case 10, 24, 28, 30 -> ipv6(LOOPBACK_BYTES); // Linux, NetBSD and OpenBSD, FreeBSD, Darwin
      default -> Kind.OTHER;
    };
  }

  private Kind ethernet() {
    return lacks(0, ETHERNET_BYTES) ? Kind.MALFORMED : tagged(u16(ETHERNET_TYPE), ETHERNET_BYTES);
  }

  /** A protocol of EtherType's numbers, and what it announces. */
  private Kind tagged(int type, int at) {
    int protocol = type;
    int next = at;
    for (int i = 0; i < MAX_TAGS && isTag(protocol); i++) {
      if (lacks(next, TAG_BYTES)) {
        return Kind.MALFORMED;
      }
      protocol = u16(next + 2);
      next += TAG_BYTES;
    }
    return switch (protocol) {
      case TYPE_IPV4 -> ipv4(next);
      case TYPE_IPV6 -> ipv6(next);
      default -> Kind.OTHER;
    };
  }

  private static boolean isTag(int type) {
    return type == TYPE_VLAN || type == TYPE_SERVICE_VLAN;
  }

  private Kind rawIp(int at) {
    if (lacks(at, 1)) {
      return Kind.MALFORMED;
    }
    return switch (u8(at) >> 4) {
      case 4 -> ipv4(at);
      case 6 -> ipv6(at);
      default -> Kind.OTHER;
    };
  }

  private Kind ipv4(int at) {
    if (lacks(at, IPV4_BYTES)) {
      return Kind.MALFORMED;
    }
    int headerBytes = (u8(at) & 15) * 4;
    if (u8(at) >> 4 != 4 || headerBytes < IPV4_BYTES) {
      return Kind.MALFORMED;
    }
    if (u8(at + 9) != PROTOCOL_UDP) {
      return Kind.OTHER;
    }
    if ((u16(at + 6) & MORE_FRAGMENTS_OR_OFFSET) != 0) {
      return Kind.FRAGMENT;
    }
    networkOffset = at;
    return udp(at + headerBytes, at + u16(at + 2));
  }

  private Kind ipv6(int at) {
    if (lacks(at, IPV6_BYTES) || u8(at) >> 4 != 6) {
      return Kind.MALFORMED;
    }
    networkOffset = at;
    int end = at + IPV6_BYTES + u16(at + 4);
    int type = u8(at + 6);
    int next = at + IPV6_BYTES;
    for (int i = 0; i < MAX_EXTENSION_HEADERS && isExtension(type); i++) {
      if (lacks(next, EXTENSION_BYTES)) {
        return Kind.MALFORMED;
      }
      if (type == FRAGMENT && (u16(next + 2) & IPV6_MORE_FRAGMENTS_OR_OFFSET) != 0) {
        return mayLeadToUdp(u8(next)) ? Kind.FRAGMENT : Kind.OTHER;
      }
      int following = next + extensionBytes(type, u8(next + 1));
      if (following > length) {
        return Kind.MALFORMED;
      }
      type = u8(next);
      next = following;
    }
    return type == PROTOCOL_UDP ? udp(next, end) : Kind.OTHER;
  }

  private static boolean isExtension(int type) {
    return switch (type) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION_OPTIONS, AUTHENTICATION -> true;
      default -> false;
    };
  }

  private static boolean mayLeadToUdp(int type) {
    return type == PROTOCOL_UDP || isExtension(type);
  }

  /** RFC 8200, 4.3 and 4.5; RFC 4302, 2.2. */
  private static int extensionBytes(int type, int said) {
    return switch (type) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> (said + 2) * 4;
      default -> (said + 1) * 8;
    };
  }

  /**
   * @param end of the IP packet, as its header says
   */
  private Kind udp(int at, int end) {
    if (end > length || at + UDP_BYTES > end || lacks(at, UDP_BYTES)) {
      return Kind.MALFORMED;
    }
    int said = u16(at + 4);
    if (said < UDP_BYTES || at + said > end) {
      return Kind.MALFORMED;
    }
    transportOffset = at;
    return Kind.UDP;
  }

  private boolean lacks(int at, int count) {
    return at + count > captured;
  }

  private int u8(int at) {
    return bytes.get(start + at) & 0xff;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }
}
