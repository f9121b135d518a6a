package io.udpscope.decode;

import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The captured bytes of a UDP payload, where they lie. Integers are read in network byte order; an
 * index outside of what was captured is refused, whatever the buffer holds there.
 */
public final class Payload {
  private final ByteBuffer buffer;
  private final int start;
  private final int length;
  private final int claimed;
  private final int sourcePort;
  private final int destinationPort;

  private Payload(
      ByteBuffer buffer, int start, int length, int claimed, int sourcePort, int destinationPort) {
    this.buffer = buffer;
    this.start = start;
    this.length = length;
    this.claimed = claimed;
    this.sourcePort = sourcePort;
    this.destinationPort = destinationPort;
  }

  /** The record's payload; valid as long as the record's buffer holds it. */
  public static Payload of(PacketRecord packet) {
    return new Payload(
        packet.buffer(),
        packet.offset() + PacketRecord.FRAME + packet.payloadOffset(),
        packet.payloadCaptured(),
        Math.max(0, packet.udpLength() - 8),
        packet.sourcePort(),
        packet.destinationPort());
  }

  /** Bytes that are here. */
  public int length() {
    return length;
  }

  /** Bytes that the UDP header says there were. */
  public int claimed() {
    return claimed;
  }

  /** Fewer bytes were captured than there were. */
  public boolean isCut() {
    return length < claimed;
  }

  public int sourcePort() {
    return sourcePort;
  }

  public int destinationPort() {
    return destinationPort;
  }

  /** All of these bytes are here. */
  public boolean holds(int from, int count) {
    return from >= 0 && count >= 0 && count <= length && from <= length - count;
  }

  /** 0 to 255. */
  public int u8(int index) {
    return buffer.get(start + Objects.checkIndex(index, length)) & 0xff;
  }

  public int u16(int index) {
    return u8(index) << 8 | u8(index + 1);
  }

  /** 0 to 2^32 - 1. */
  public long u32(int index) {
    return (long) u16(index) << 16 | u16(index + 2);
  }

  /**
   * A number of 1 to 8 bytes.
   *
   * @return with 8 bytes negative from 2^63 on
   */
  public long number(int index, int bytes) {
    long number = 0;
    for (int i = index; i < index + bytes; i++) {
      number = number << 8 | u8(i);
    }
    return number;
  }

  /**
   * @param bytes 4 or 16
   */
  public IpAddress address(int from, int bytes) {
    return IpAddress.of(copy(from, from + bytes));
  }

  /** A copy of the bytes from {@code from} to before {@code to}. */
  public byte[] copy(int from, int to) {
    Objects.checkFromToIndex(from, to, length);
    byte[] bytes = new byte[to - from];
    buffer.get(start + from, bytes, 0, bytes.length);
    return bytes;
  }

  /** Bytes from {@code from} to before {@code to}, taken for UTF-8. */
  public String text(int from, int to) {
    return new String(copy(from, to), StandardCharsets.UTF_8);
  }

  /** These ASCII characters stand there. */
  boolean startsWith(int from, String ascii) {
    if (!holds(from, ascii.length())) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (u8(from + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** All of these bytes are visible ASCII characters or, if so wished, blanks. */
  boolean isPrintable(int from, int to, boolean blanks) {
    for (int i = from; i < to; i++) {
      int c = u8(i);
      if (c <= 0x20 && !(blanks && c == 0x20) || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Where {@code value} first stands at or behind {@code from} and before {@code to}, or -1. */
  int indexOf(int value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (u8(i) == value) {
        return i;
      }
    }
    return -1;
  }
}
