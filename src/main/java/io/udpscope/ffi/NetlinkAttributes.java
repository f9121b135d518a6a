package io.udpscope.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a netlink message, by their types. Each is a length, a type and a value, padded
 * to four bytes. A view of the message: valid as long as that is. Where a type comes more than
 * once, the first one counts, but for {@link #each}.
 */
public final class NetlinkAttributes {
  private static final int HEADER = 4;
  private static final int TYPE_MASK = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER

  private final List<ByteBuffer> inOrder = new ArrayList<>();
  private final Map<Integer, ByteBuffer> byType = new HashMap<>();

  private NetlinkAttributes() {}

  /**
   * @param start where the first one begins
   */
  public static NetlinkAttributes of(ByteBuffer message, int start) {
    NetlinkAttributes attributes = new NetlinkAttributes();
    int at = start;
    while (at + HEADER <= message.capacity()) {
      int length = message.getShort(at) & 0xffff;
      if (length < HEADER || at + length > message.capacity()) {
        break;
      }
      ByteBuffer value = message.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
      attributes.inOrder.add(value);
      attributes.byType.putIfAbsent(message.getShort(at + 2) & TYPE_MASK, value);
      at += length + 3 & ~3;
    }
    return attributes;
  }

  /** The attributes inside of one; none if it is absent. */
  public NetlinkAttributes nested(int type) {
    ByteBuffer value = byType.get(type);
    return value == null ? new NetlinkAttributes() : of(value, 0);
  }

  /** Each one as a nest of others, whatever its type: the elements of a list. */
  public List<NetlinkAttributes> each() {
    return inOrder.stream().map(value -> of(value, 0)).toList();
  }

  public boolean has(int type) {
    return byType.containsKey(type);
  }

  /** A number of 1, 2, 4 or 8 bytes in host byte order. */
  public long number(int type, long otherwise) {
    ByteBuffer value = byType.get(type);
    if (value == null) {
      return otherwise;
    }
    return switch (value.capacity()) {
      case Byte.BYTES -> value.get(0) & 0xff;
      case Short.BYTES -> value.getShort(0) & 0xffff;
      case Integer.BYTES -> value.getInt(0) & 0xffff_ffffL;
      case Long.BYTES -> value.getLong(0);
      default -> otherwise;
    };
  }

  /** A copy of the value. */
  public Optional<byte[]> bytes(int type) {
    ByteBuffer value = byType.get(type);
    if (value == null) {
      return Optional.empty();
    }
    byte[] bytes = new byte[value.capacity()];
    value.get(0, bytes);
    return Optional.of(bytes);
  }

  /** A C string; empty if it is absent. */
  public String text(int type) {
    byte[] bytes = bytes(type).orElse(new byte[0]);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
