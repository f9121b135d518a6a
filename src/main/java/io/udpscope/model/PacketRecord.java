package io.udpscope.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A view of one captured packet in a buffer: {@code struct udpscope_event}, as in the ring and,
 * byte for byte, in the packet store. A flyweight: wrap it again for the next record. Not for
 * sharing between threads. Integers are in the machine's byte order; the frame is as on the wire.
 *
 * <pre>
 *   0                8       12      16      20   22   24   26   28   30 31 32
 *   | time           |ifindex| length| lost  |capt|slot|queu|net |tran|v |f | frame …
 * </pre>
 */
public final class PacketRecord {
  public static final int TIME = 0;
  public static final int IFINDEX = 8;
  public static final int LENGTH = 12;
  public static final int LOST = 16;
  public static final int CAPTURED = 20;
  public static final int RULE_SLOT = 22;
  public static final int QUEUE = 24;
  public static final int NETWORK_OFFSET = 26;
  public static final int TRANSPORT_OFFSET = 28;
  public static final int VERDICT = 30;
  public static final int FLAGS = 31;
  public static final int FRAME = 32;

  /** In {@link #FLAGS}: the frame begins with the IP header (tun, WireGuard). */
  public static final int FLAG_RAW_IP = 1;

  /** In {@link #FLAGS}: this host sent it. */
  public static final int FLAG_OUT = 2;

  /**
   * In {@link #FLAGS}: from this bit on, two that say which link header stands before the IP header
   * if that is neither Ethernet (0) nor none: 1 Linux cooked, 2 the same in its second version, 3
   * loopback. The program leaves them 0; readers of files set them.
   */
  public static final int LINK_SHIFT = 2;

  /** In {@link #FLAGS}: from this bit on, a {@link Failure}. */
  public static final int FAILURE_SHIFT = 4;

  /** In {@link #VERDICT}: a file does not say what became of the packet. */
  public static final int UNKNOWN_VERDICT = 0x7f;

  /** In {@link #VERDICT}, beside the verdict: a file does not say whether it came or went. */
  public static final int UNKNOWN_DIRECTION = 0x80;

  private static final int UDP_HEADER = 8;
  private static final int LINK_MASK = 3;
  private static final Link[] LINKS = {
    Link.ETHERNET, Link.LINUX_COOKED, Link.LINUX_COOKED_2, Link.LOOPBACK
  };

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int offset;

  /**
   * @param buffer in native byte order; its position does not matter and is not moved
   * @param offset where the record begins
   */
  public PacketRecord wrap(ByteBuffer buffer, int offset) {
    if (buffer.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException("records are in native byte order, the buffer is not");
    }
    this.buffer = buffer;
    this.offset = offset;
    return this;
  }

  /** Bytes that a record with {@code captured} bytes of frame takes. */
  public static int size(int captured) {
    return FRAME + captured;
  }

  public ByteBuffer buffer() {
    return buffer;
  }

  public int offset() {
    return offset;
  }

  /** Kernel's monotonic clock, nanoseconds; out of a file, nanoseconds since 1970. */
  public long monotonicNanos() {
    return buffer.getLong(offset + TIME);
  }

  public int ifindex() {
    return buffer.getInt(offset + IFINDEX);
  }

  /** Length of the frame on the wire, bytes. */
  public long length() {
    return buffer.getInt(offset + LENGTH) & 0xffff_ffffL;
  }

  /** Records that the same CPU lost to a full ring since its previous one. */
  public long lostBefore() {
    return buffer.getInt(offset + LOST) & 0xffff_ffffL;
  }

  /** Bytes of the frame that are here, from its first one. */
  public int captured() {
    return buffer.getShort(offset + CAPTURED) & 0xffff;
  }

  public int ruleSlot() {
    return buffer.getShort(offset + RULE_SLOT) & 0xffff;
  }

  public int queue() {
    return buffer.getShort(offset + QUEUE) & 0xffff;
  }

  public Verdict verdict() {
    return Verdict.of(buffer.get(offset + VERDICT) & 0xff & ~UNKNOWN_DIRECTION);
  }

  public boolean isRawIp() {
    return (buffer.get(offset + FLAGS) & FLAG_RAW_IP) != 0;
  }

  /** What stands before the IP header. */
  public Link link() {
    return isRawIp() ? Link.RAW_IP : LINKS[buffer.get(offset + FLAGS) >> LINK_SHIFT & LINK_MASK];
  }

  /** The bits of {@link #FLAGS} that say so. */
  public static int flags(Link link) {
    return switch (link) {
      case ETHERNET -> 0;
      case RAW_IP -> FLAG_RAW_IP;
      case LINUX_COOKED -> 1 << LINK_SHIFT;
      case LINUX_COOKED_2 -> 2 << LINK_SHIFT;
      case LOOPBACK -> 3 << LINK_SHIFT;
    };
  }

  public Direction direction() {
    if ((buffer.get(offset + VERDICT) & UNKNOWN_DIRECTION) != 0) {
      return Direction.UNKNOWN;
    }
    return (buffer.get(offset + FLAGS) & FLAG_OUT) != 0 ? Direction.OUT : Direction.IN;
  }

  /** Why it was not forwarded, though a rule wanted it; else {@link Failure#NO_FAILURE}. */
  public Failure failure() {
    return Failure.of((buffer.get(offset + FLAGS) & 0xff) >> FAILURE_SHIFT);
  }

  /** Where the IP header begins, counted from the start of the frame. */
  public int networkOffset() {
    return buffer.getShort(offset + NETWORK_OFFSET) & 0xffff;
  }

  /** Where the UDP header begins, counted from the start of the frame. */
  public int transportOffset() {
    return buffer.getShort(offset + TRANSPORT_OFFSET) & 0xffff;
  }

  /** Where the UDP payload begins, counted from the start of the frame. */
  public int payloadOffset() {
    return transportOffset() + UDP_HEADER;
  }

  /** Byte {@code index} of the frame, 0 to 255. */
  public int frameByte(int index) {
    return buffer.get(offset + FRAME + index) & 0xff;
  }

  /** Two bytes of the frame, in network byte order. */
  public int frameShort(int index) {
    return frameByte(index) << 8 | frameByte(index + 1);
  }

  /** The first {@code count} bytes of the frame hold what was captured of it. */
  public boolean holds(int count) {
    return captured() >= count;
  }

  public boolean isIpv6() {
    return frameByte(networkOffset()) >> 4 == 6;
  }

  /** Source address. A record always holds the headers up to the end of the UDP header. */
  public IpAddress source() {
    return isIpv6() ? address(networkOffset() + 8, 16) : address(networkOffset() + 12, 4);
  }

  public IpAddress destination() {
    return isIpv6() ? address(networkOffset() + 24, 16) : address(networkOffset() + 16, 4);
  }

  private IpAddress address(int from, int length) {
    return IpAddress.of(frame(from, length));
  }

  public int sourcePort() {
    return frameShort(transportOffset());
  }

  public int destinationPort() {
    return frameShort(transportOffset() + 2);
  }

  /** Length in the UDP header: header and payload. What it claims, not what was captured. */
  public int udpLength() {
    return frameShort(transportOffset() + 4);
  }

  public int udpChecksum() {
    return frameShort(transportOffset() + 6);
  }

  /** IPv4 time to live or IPv6 hop limit. */
  public int ttl() {
    return frameByte(networkOffset() + (isIpv6() ? 7 : 8));
  }

  /** Captured bytes of the payload: never more than the header claims, nor than were captured. */
  public int payloadCaptured() {
    int claimed = udpLength() - UDP_HEADER;
    return Math.max(0, Math.min(claimed, captured() - payloadOffset()));
  }

  /** A copy of bytes of the frame. */
  public byte[] frame(int from, int length) {
    byte[] bytes = new byte[length];
    buffer.get(offset + FRAME + from, bytes, 0, length);
    return bytes;
  }

  /** A copy of the captured frame. */
  public byte[] frame() {
    return frame(0, captured());
  }

  /** A copy of the captured payload. */
  public byte[] payload() {
    return frame(payloadOffset(), payloadCaptured());
  }
}
