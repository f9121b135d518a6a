package io.udpscope.datapath.bpf;

import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The body of a question to the kernel: a fixed struct, and attributes behind it. */
final class NetlinkRequest {
  private static final int MAX_BYTES = 128;
  private static final int ATTRIBUTE_HEADER = 4;

  private final ByteBuffer body = NativeMemory.allocate(MAX_BYTES);
  private int end;

  /**
   * @param structBytes of the fixed struct, zeroed so far
   */
  NetlinkRequest(int structBytes) {
    this.end = structBytes;
  }

  NetlinkRequest putByte(int at, int value) {
    body.put(at, (byte) value);
    return this;
  }

  NetlinkRequest putInt(int at, int value) {
    body.putInt(at, value);
    return this;
  }

  NetlinkRequest attribute(int type, byte[] value) {
    body.putShort(end, (short) (ATTRIBUTE_HEADER + value.length)).putShort(end + 2, (short) type);
    body.put(end + ATTRIBUTE_HEADER, value);
    end += ATTRIBUTE_HEADER + value.length + 3 & ~3;
    return this;
  }

  NetlinkRequest attribute(int type, int value) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    return attribute(type, bytes.putInt(value).array());
  }

  /** A C string. */
  NetlinkRequest attribute(int type, String value) {
    return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
  }

  ByteBuffer body() {
    return body.slice(0, end).order(ByteOrder.nativeOrder());
  }
}
