package io.udpscope.decode;

import io.udpscope.model.PacketRecord;
import java.util.Locale;

/** What the checksum in a packet's UDP header is worth. */
public enum UdpChecksum {
  OK,
  BAD,
  /** Zero: the sender made none (RFC 768). */
  NONE,
  /**
   * Only the sum of the pseudo-header: a sender on this host leaves the rest to a network card that
   * the packet never meets. Not an error; the kernel knows of it by a mark on the packet.
   */
  PARTIAL,
  /** Not all of the datagram was captured. */
  UNKNOWN;

  private static final int UDP = 17;

  /** The word of the JSON output and the screen. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static UdpChecksum of(PacketRecord packet) {
    int field = packet.udpChecksum();
    if (field == 0) {
      return NONE;
    }
    int length = packet.udpLength();
    if (packet.payloadCaptured() < length - 8) {
      return UNKNOWN;
    }
    int pseudoHeader = pseudoHeader(packet, length);
    int sum = fold(pseudoHeader + sum(packet, packet.transportOffset(), length));
    if (sum == 0xffff) {
      return OK;
    }
    return fold(pseudoHeader) == field ? PARTIAL : BAD;
  }

  /** RFC 768 and RFC 8200, 8.1: both addresses, the protocol, the length. */
  private static int pseudoHeader(PacketRecord packet, int length) {
    int network = packet.networkOffset();
    int addresses = packet.isIpv6() ? sum(packet, network + 8, 32) : sum(packet, network + 12, 8);
    return addresses + UDP + length;
  }

  /**
   * Of big-endian words, an odd byte at the end being the high one; 64 KiB of them do not overflow.
   */
  private static int sum(PacketRecord packet, int from, int length) {
    int sum = 0;
    int end = from + (length & ~1);
    for (int i = from; i < end; i += 2) {
      sum += packet.frameShort(i);
    }
    return (length & 1) == 0 ? sum : sum + (packet.frameByte(end) << 8);
  }

  private static int fold(int sum) {
    int folded = (sum & 0xffff) + (sum >>> 16);
    return (folded & 0xffff) + (folded >>> 16);
  }
}
