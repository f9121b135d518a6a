package io.udpscope.cli.explain;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import java.nio.ByteBuffer;

/**
 * Frames with one UDP datagram, as they would come in on an interface: lengths and checksums right.
 */
final class UdpFrame {
  /** What an operating system begins with; RFC 1700 recommends it. */
  private static final int TTL = 64;

  static final int ETHERNET_BYTES = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int UDP_BYTES = 8;
  private static final int DONT_FRAGMENT = 0x4000;
  private static final int UDP = 17;
  private static final int MAX_IP_BYTES = 65535;

  /** Of a neighbour that nobody has: locally administered. */
  private static final MacAddress NEIGHBOUR = MacAddress.parse("02:00:00:00:00:01");

  private UdpFrame() {}

  /** An IP packet, without a link header. */
  static byte[] packet(Endpoint from, Endpoint to, byte[] payload) {
    boolean ipv6 = from.address().isIpv6();
    int header = ipv6 ? IPV6_BYTES : IPV4_BYTES;
    int length = header + UDP_BYTES + payload.length;
    if (length > MAX_IP_BYTES) {
      throw new IllegalArgumentException("a datagram of " + payload.length + " bytes has no room");
    }
    ByteBuffer packet = ByteBuffer.allocate(length);
    if (ipv6) {
      packet.putInt(0x6000_0000).putShort((short) (length - header));
      packet.put((byte) UDP).put((byte) TTL);
    } else {
      packet.putShort((short) 0x4500).putShort((short) length);
      packet.putShort((short) 0).putShort((short) DONT_FRAGMENT);
      packet.put((byte) TTL).put((byte) UDP).putShort((short) 0);
    }
    packet.put(from.address().bytes()).put(to.address().bytes());
    packet.putShort((short) from.port()).putShort((short) to.port());
    packet.putShort((short) (length - header)).putShort((short) 0).put(payload);
    if (!ipv6) {
      packet.putShort(10, (short) ~fold(sum(packet.array(), 0, header)));
    }
    int checksum = ~udpSum(packet.array(), header, from.address(), to.address()) & 0xffff;
    packet.putShort(header + 6, (short) (checksum == 0 ? 0xffff : checksum)); // RFC 768
    return packet.array();
  }

  /** Over the pseudo header, too (RFC 768; RFC 8200, 8.1). */
  private static int udpSum(byte[] packet, int header, IpAddress from, IpAddress to) {
    long sum = sum(from.bytes(), 0, from.bytes().length) + sum(to.bytes(), 0, to.bytes().length);
    int length = packet.length - header;
    return fold(sum + UDP + length + sum(packet, header, length));
  }

  private static long sum(byte[] bytes, int from, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) folded;
  }

  /**
   * Puts an Ethernet header before an IP packet.
   *
   * @param mac of the interface where it comes in
   */
  static byte[] ethernet(MacAddress mac, byte[] packet) {
    boolean ipv6 = packet.length > 0 && (packet[0] & 0xf0) == 0x60;
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + packet.length);
    frame.put(mac.bytes()).put(NEIGHBOUR.bytes());
    frame.putShort((short) (ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4));
    return frame.put(packet).array();
  }
}
