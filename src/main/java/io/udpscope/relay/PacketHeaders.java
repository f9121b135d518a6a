package io.udpscope.relay;

import io.udpscope.ffi.NativeMemory;
import java.nio.ByteOrder;

/**
 * Writes the headers of a UDP packet (RFC 791, 8200, 768) in front of a payload that lies
 * elsewhere. Addresses are given as where their bytes are, as on the wire.
 */
final class PacketHeaders {
  static final int IPV4 = 20;
  static final int IPV6 = 40;
  static final int UDP = 8;

  /** IPv6's header of a piece. */
  static final int FRAGMENT = 8;

  /** The longest that is written. */
  static final int ROOM = IPV6 + UDP;

  private static final int UDP_PROTOCOL = 17;
  private static final int FRAGMENT_PROTOCOL = 44;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private PacketHeaders() {}

  /**
   * An IPv4 header without the total length, the identification and the checksum, which the kernel
   * fills in (raw(7), IP_HDRINCL; raw_send_hdrinc(), net/ipv4/raw.c), and a UDP header.
   *
   * @return the length of both
   */
  static int writeIpv4(
      long at,
      int tos,
      int ttl,
      long source,
      int sourcePort,
      long destination,
      int destinationPort,
      long payload,
      int length) {
    NativeMemory.putByte(at, (byte) 0x45);
    NativeMemory.putByte(at + 1, (byte) tos);
    NativeMemory.putShort(at + 2, (short) 0);
    NativeMemory.putInt(at + 4, 0);
    NativeMemory.putByte(at + 8, (byte) ttl);
    NativeMemory.putByte(at + 9, (byte) UDP_PROTOCOL);
    NativeMemory.putShort(at + 10, (short) 0);
    NativeMemory.putInt(at + 12, NativeMemory.getInt(source));
    NativeMemory.putInt(at + 16, NativeMemory.getInt(destination));
    writeUdp(at + IPV4, 8, sourcePort, destinationPort, payload, length);
    return IPV4 + UDP;
  }

  /**
   * An IPv6 header, of which the kernel fills in nothing (rawv6_send_hdrinc(), net/ipv6/raw.c), and
   * a UDP header.
   *
   * @return the length of both
   */
  static int writeIpv6(
      long at,
      int trafficClass,
      int hopLimit,
      long source,
      int sourcePort,
      long destination,
      int destinationPort,
      long payload,
      int length) {
    putNetworkShort(at, 6 << 12 | trafficClass << 4);
    NativeMemory.putShort(at + 2, (short) 0);
    putNetworkShort(at + 4, UDP + length);
    NativeMemory.putByte(at + 6, (byte) UDP_PROTOCOL);
    NativeMemory.putByte(at + 7, (byte) hopLimit);
    NativeMemory.putLong(at + 8, NativeMemory.getLong(source));
    NativeMemory.putLong(at + 16, NativeMemory.getLong(source + 8));
    NativeMemory.putLong(at + 24, NativeMemory.getLong(destination));
    NativeMemory.putLong(at + 32, NativeMemory.getLong(destination + 8));
    writeUdp(at + IPV6, 32, sourcePort, destinationPort, payload, length);
    return IPV6 + UDP;
  }

  /**
   * The header of a piece of an IPv4 packet.
   *
   * @param whole address of that packet's
   * @param from where the piece begins in what stands behind it, a multiple of 8
   * @return its length
   */
  static int writeIpv4Fragment(long at, long whole, int identification, int from, boolean more) {
    copyWords(at, whole, IPV4);
    putNetworkShort(at + 4, identificationOf(identification));
    putNetworkShort(at + 6, (more ? MORE_FRAGMENTS : 0) | from / 8);
    return IPV4;
  }

  /** Sixteen bits that are not zero, in whose place the kernel would put its own. */
  private static int identificationOf(int number) {
    return 1 + Integer.remainderUnsigned(number, 0xffff);
  }

  /**
   * The headers of a piece of an IPv6 packet.
   *
   * @param length of the piece
   * @return their length
   */
  static int writeIpv6Fragment(
      long at, long whole, int identification, int from, int length, boolean more) {
    copyWords(at, whole, IPV6);
    putNetworkShort(at + 4, FRAGMENT + length);
    NativeMemory.putByte(at + 6, (byte) FRAGMENT_PROTOCOL);
    NativeMemory.putByte(at + IPV6, (byte) UDP_PROTOCOL);
    NativeMemory.putByte(at + IPV6 + 1, (byte) 0);
    putNetworkShort(at + IPV6 + 2, from | (more ? 1 : 0));
    NativeMemory.putInt(at + IPV6 + 4, identification);
    return IPV6 + FRAGMENT;
  }

  private static void copyWords(long to, long from, int bytes) {
    for (int i = 0; i < bytes; i += 4) {
      NativeMemory.putInt(to + i, NativeMemory.getInt(from + i));
    }
  }

  /**
   * @param addressBytes of both addresses, which stand right before the header
   */
  private static void writeUdp(
      long at, int addressBytes, int sourcePort, int destinationPort, long payload, int length) {
    putNetworkShort(at, sourcePort);
    putNetworkShort(at + 2, destinationPort);
    putNetworkShort(at + 4, UDP + length);
    NativeMemory.putShort(at + 6, (short) 0);
    long sum =
        networkOrder(UDP_PROTOCOL)
            + networkOrder(UDP + length)
            + sum(at - addressBytes, addressBytes + UDP)
            + sum(payload, length);
    short checksum = (short) ~fold(sum);
    NativeMemory.putShort(at + 6, checksum == 0 ? (short) -1 : checksum); // 0 would mean none
  }

  /**
   * One's complement sum in the machine's byte order, in which it is as good (RFC 1071, 2), not
   * folded yet.
   */
  private static long sum(long address, int length) {
    long sum = 0;
    long at = address;
    long end = address + length;
    for (; at + 8 <= end; at += 8) {
      long word = NativeMemory.getLong(at);
      sum += (word & 0xffff_ffffL) + (word >>> 32);
    }
    for (; at + 2 <= end; at += 2) {
      sum += NativeMemory.getShort(at) & 0xffff;
    }
    if (at < end) {
      int last = NativeMemory.getByte(at) & 0xff;
      sum += LITTLE_ENDIAN ? last : last << 8;
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) folded;
  }

  private static int networkOrder(int value) {
    return LITTLE_ENDIAN ? Short.reverseBytes((short) value) & 0xffff : value;
  }

  private static void putNetworkShort(long at, int value) {
    NativeMemory.putShort(at, (short) networkOrder(value));
  }
}
