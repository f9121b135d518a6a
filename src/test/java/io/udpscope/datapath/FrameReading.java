package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.packets.Frame;
import java.util.Arrays;
import java.util.Set;

/**
 * What a frame is, read byte by byte as the RFCs and docs say, naively: the model that the program
 * is compared with. Written from IEEE 802.1Q, RFC 791, 768, 8200, 4302 and 6946, and not from the
 * C.
 *
 * <p>Fragments pass and are counted as such. A header that lies or is cut off makes the frame
 * malformed. All that is not UDP is other, and nobody asks whether it is well formed.
 */
final class FrameReading {
  static final int MAX_TAGS = 2;
  static final int MAX_EXTENSION_HEADERS = 8;

  private static final Set<Integer> EXTENSION_HEADERS =
      Set.of(
          Frame.HOP_BY_HOP,
          Frame.ROUTING,
          Frame.FRAGMENT,
          Frame.AUTHENTICATION,
          Frame.DESTINATION_OPTIONS);

  /** Thrown where the frame's fate is decided without a rule. */
  private static final class Decided extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Outcome outcome;

    Decided(Outcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }

  private final byte[] frame;
  private final boolean rawIp;

  /** The outcome that needs no rules, or UNMATCHED for a UDP datagram. */
  private Outcome outcome = Outcome.UNMATCHED;

  private int networkOffset;
  private int transportOffset;
  private IpAddress source;
  private IpAddress destination;
  private int sourcePort;
  private int destinationPort;
  private int ipEnd;

  private FrameReading(byte[] frame, boolean rawIp) {
    this.frame = frame;
    this.rawIp = rawIp;
  }

  static FrameReading of(byte[] frame, boolean ethernet) {
    return ethernet ? ethernet(frame) : rawIp(frame);
  }

  static FrameReading ethernet(byte[] frame) {
    FrameReading reading = new FrameReading(frame, false);
    reading.decide(reading::readEthernet);
    return reading;
  }

  static FrameReading rawIp(byte[] frame) {
    FrameReading reading = new FrameReading(frame, true);
    reading.decide(reading::readRawIp);
    return reading;
  }

  boolean isUdp() {
    return outcome == Outcome.UNMATCHED;
  }

  Outcome outcome() {
    return outcome;
  }

  boolean isRawIp() {
    return rawIp;
  }

  int networkOffset() {
    return networkOffset;
  }

  int transportOffset() {
    return transportOffset;
  }

  IpAddress source() {
    return source;
  }

  IpAddress destination() {
    return destination;
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
  }

  boolean isIpv6() {
    return source.isIpv6();
  }

  /** Bytes of the IP packet, as its header says; padding is not among them. */
  int ipLength() {
    return ipEnd - networkOffset;
  }

  /** Time to live or hop limit. */
  int ttl() {
    return u8(networkOffset + (isIpv6() ? 7 : 8));
  }

  private void decide(Runnable read) {
    try {
      read.run();
    } catch (Decided decided) {
      outcome = decided.outcome;
    }
  }

  private void readEthernet() {
    whole(0, Frame.ETHERNET_HEADER);
    int at = 12;
    for (int tags = 0; isTag(u16(at)) && tags < MAX_TAGS; tags++) {
      at += 4;
      whole(at, 2);
    }
    networkOffset = at + 2;
    switch (u16(at)) {
      case Frame.TYPE_IPV4 -> readIpv4();
      case Frame.TYPE_IPV6 -> readIpv6();
      default -> throw new Decided(Outcome.OTHER);
    }
  }

  private static boolean isTag(int type) {
    return type == Frame.TYPE_VLAN || type == Frame.TYPE_SERVICE_VLAN;
  }

  private void readRawIp() {
    whole(0, 1);
    switch (u8(0) >> 4) {
      case 4 -> readIpv4();
      case 6 -> readIpv6();
      default -> throw new Decided(Outcome.OTHER);
    }
  }

  private void readIpv4() {
    int at = networkOffset;
    whole(at, Frame.IPV4_HEADER);
    int headerLength = (u8(at) & 15) * 4;
    wellFormed(u8(at) >> 4 == 4 && headerLength >= Frame.IPV4_HEADER);
    if (u8(at + 9) != Frame.UDP) {
      throw new Decided(Outcome.OTHER);
    }
    boolean more = (u8(at + 6) & 0x20) != 0;
    int fragmentOffset = u16(at + 6) & 0x1fff;
    if (more || fragmentOffset != 0) {
      throw new Decided(Outcome.FRAGMENT);
    }
    source = address(at + 12, 4);
    destination = address(at + 16, 4);
    readUdp(at + headerLength, at + u16(at + 2));
  }

  private void readIpv6() {
    int at = networkOffset;
    whole(at, Frame.IPV6_HEADER);
    wellFormed(u8(at) >> 4 == 6);
    source = address(at + 8, 16);
    destination = address(at + 24, 16);
    int end = at + Frame.IPV6_HEADER + u16(at + 4);
    int next = u8(at + 6);
    at += Frame.IPV6_HEADER;
    for (int i = 0; i < MAX_EXTENSION_HEADERS && EXTENSION_HEADERS.contains(next); i++) {
      whole(at, 8);
      if (next == Frame.FRAGMENT && (u16(at + 2) & 0xfff9) != 0) {
        throw new Decided(mayHoldUdp(u8(at)) ? Outcome.FRAGMENT : Outcome.OTHER);
      }
      int length = extensionLength(next, u8(at + 1));
      whole(at, length);
      next = u8(at);
      at += length;
    }
    if (next != Frame.UDP) {
      throw new Decided(Outcome.OTHER);
    }
    readUdp(at, end);
  }

  private static boolean mayHoldUdp(int next) {
    return next == Frame.UDP || EXTENSION_HEADERS.contains(next);
  }

  private static int extensionLength(int type, int said) {
    return switch (type) {
      case Frame.FRAGMENT -> 8;
      case Frame.AUTHENTICATION -> 4 * (said + 2);
      default -> 8 * (said + 1);
    };
  }

  private void readUdp(int at, int end) {
    wellFormed(end <= frame.length);
    wellFormed(at + Frame.UDP_HEADER <= end);
    int length = u16(at + 4);
    wellFormed(length >= Frame.UDP_HEADER && at + length <= end);
    ipEnd = end;
    transportOffset = at;
    sourcePort = u16(at);
    destinationPort = u16(at + 2);
  }

  private void whole(int at, int length) {
    wellFormed(at + length <= frame.length);
  }

  private static void wellFormed(boolean condition) {
    if (!condition) {
      throw new Decided(Outcome.MALFORMED);
    }
  }

  private IpAddress address(int at, int length) {
    return IpAddress.of(Arrays.copyOfRange(frame, at, at + length));
  }

  private int u8(int at) {
    return frame[at] & 0xff;
  }

  private int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }
}
