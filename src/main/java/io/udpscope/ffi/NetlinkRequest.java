package io.udpscope.ffi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The body of a question to the kernel: a fixed struct, and attributes behind it. */
public final class NetlinkRequest {
  private static final int MAX_BYTES = 128;
  private static final int ATTRIBUTE_HEADER = 4;

  private final ByteBuffer body = NativeMemory.allocate(MAX_BYTES);
  private int end;

  /**
   * @param structBytes of the fixed struct, zeroed so far
   */
  public NetlinkRequest(int structBytes) {
    this.end = structBytes;
  }

  public NetlinkRequest putByte(int at, int value) {
    body.put(at, (byte) value);
    return this;
  }

  public NetlinkRequest putInt(int at, int value) {
    body.putInt(at, value);
    return this;
  }

  public NetlinkRequest attribute(int type, byte[] value) {
    body.putShort(end, (short) (ATTRIBUTE_HEADER + value.length)).putShort(end + 2, (short) type);
    body.put(end + ATTRIBUTE_HEADER, value);
    end += ATTRIBUTE_HEADER + value.length + 3 & ~3;
    return this;
  }

  public NetlinkRequest attribute(int type, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    return attribute(type, bytes.putInt(value).array());
  }

  /** A C string. */
  public NetlinkRequest attribute(int type, String value) {
    return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
  }

  public ByteBuffer body() {
    return body.slice(0, end).order(ByteOrder.nativeOrder());
  }
}
