package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.packets.Frame;
import io.udpscope.packets.InternetChecksum;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A UDP packet while it is changed, and its checksums afterwards: each is computed over the whole,
 * before and after, and stays as far from the right one as it was. So what was right is right, and
 * what was wrong stays wrong by the same difference, as RFC 1624 wants it of one who forwards.
 */
final class Rewriting {
  private static final int TTL_IPV4 = 8;
  private static final int HEADER_CHECKSUM = 10;
  private static final int HOP_LIMIT = 7;
  private static final int UDP_CHECKSUM = 6;

  private final FrameReading reading;
  private final byte[] before;
  private final ByteBuffer after;
  private boolean headerChanged;

  /**
   * @param frame as it came in
   */
  Rewriting(byte[] frame, FrameReading reading) {
    this.reading = reading;
    this.before = frame;
    this.after = ByteBuffer.wrap(frame.clone());
  }

  Rewriting source(IpAddress address) {
    after.put(reading.networkOffset() + (reading.isIpv6() ? 8 : 12), address.bytes());
    headerChanged = true;
    return this;
  }

  Rewriting destination(IpAddress address) {
    after.put(reading.networkOffset() + (reading.isIpv6() ? 24 : 16), address.bytes());
    headerChanged = true;
    return this;
  }

  Rewriting sourcePort(int port) {
    after.putShort(reading.transportOffset(), (short) port);
    return this;
  }

  Rewriting destinationPort(int port) {
    after.putShort(reading.transportOffset() + 2, (short) port);
    return this;
  }

  Rewriting oneHopLess() {
    int at = reading.networkOffset() + (reading.isIpv6() ? HOP_LIMIT : TTL_IPV4);
    after.put(at, (byte) (after.get(at) - 1));
    headerChanged = true;
    return this;
  }

  /** The frame with its checksums, where nobody else will look after them. */
  byte[] frame() {
    putHeaderChecksum();
    int stored = udpChecksum(before);
    if (stored != 0) {
      int right = sumOf(after.array()).value();
      int difference = stored - sumOf(before).value();
      after.putShort(reading.transportOffset() + UDP_CHECKSUM, (short) nonZero(right + difference));
    }
    return after.array();
  }

  /** The frame on a hook that completes a partial checksum itself. */
  byte[] frameWithWholeChecksum() {
    if (!isPartial()) {
      return frame();
    }
    putHeaderChecksum();
    after.putShort(
        reading.transportOffset() + UDP_CHECKSUM, (short) nonZero(sumOf(after.array()).value()));
    return after.array();
  }

  /** The frame on a hook that leaves a partial checksum to whoever sends. */
  byte[] frameWithPartialChecksum() {
    if (!isPartial()) {
      return frame();
    }
    putHeaderChecksum();
    after.putShort(
        reading.transportOffset() + UDP_CHECKSUM, (short) pseudoHeader(after.array()).sum());
    return after.array();
  }

  /** The checksum is that of the pseudo-header, and not by chance that of the whole as well. */
  private boolean isPartial() {
    int stored = udpChecksum(before);
    boolean whole = nonZero(sumOf(before).value()) == stored;
    return stored == pseudoHeader(before).sum() && !whole;
  }

  private void putHeaderChecksum() {
    if (reading.isIpv6() || !headerChanged) {
      return;
    }
    int at = reading.networkOffset() + HEADER_CHECKSUM;
    int difference = (u16(before, at) - headerSum(before)) % 0xffff;
    int changed = Math.floorMod(headerSum(after.array()) + difference, 0xffff);
    after.putShort(at, (short) changed);
  }

  private int headerSum(byte[] frame) {
    int at = reading.networkOffset();
    int length = (frame[at] & 15) * 4;
    return new InternetChecksum()
        .add(frame, at, HEADER_CHECKSUM)
        .add(frame, at + HEADER_CHECKSUM + 2, length - HEADER_CHECKSUM - 2)
        .value();
  }

  /** All but the checksum itself. */
  private InternetChecksum sumOf(byte[] frame) {
    int at = reading.transportOffset();
    return pseudoHeader(frame)
        .add(frame, at, UDP_CHECKSUM)
        .add(frame, at + Frame.UDP_HEADER, udpLength() - Frame.UDP_HEADER);
  }

  private InternetChecksum pseudoHeader(byte[] frame) {
    int addresses = reading.networkOffset() + (reading.isIpv6() ? 8 : 12);
    return new InternetChecksum()
        .add(frame, addresses, reading.isIpv6() ? 32 : 8)
        .addShort(Frame.UDP)
        .addShort(udpLength());
  }

  private int udpLength() {
    return u16(before, reading.transportOffset() + 4);
  }

  private int udpChecksum(byte[] frame) {
    return u16(frame, reading.transportOffset() + UDP_CHECKSUM);
  }

  /** One's complement has two zeros; UDP sends all ones (RFC 768). */
  private static int nonZero(int checksum) {
    int reduced = Math.floorMod(checksum, 0xffff);
    return reduced == 0 ? 0xffff : reduced;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /** The IP packet of a frame behind another link header. What follows the packet stays. */
  static byte[] behind(byte[] link, byte[] frame, int networkOffset) {
    byte[] changed = Arrays.copyOf(link, link.length + frame.length - networkOffset);
    System.arraycopy(frame, networkOffset, changed, link.length, frame.length - networkOffset);
    return changed;
  }
}
