package io.udpscope.relay;

import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/**
 * An array of {@code struct mmsghdr}, as sendmmsg(2) and recvmmsg(2) take it, and what its entries
 * point to. Of one entry:
 *
 * <pre>
 *   0      8             16    24          32        40              48      56
 *   | name | name length | iov | iov count | control | control length | flags | bytes received |
 * </pre>
 */
final class MessageHeaders {
  private static final int BYTES = 64;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int VECTORS = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int RECEIVED = 56;

  private final ByteBuffer memory;
  private final long address;

  MessageHeaders(int count) {
    this.memory = NativeMemory.allocate(count * BYTES);
    this.address = NativeMemory.address(memory);
  }

  long address(int index) {
    return address + (long) index * BYTES;
  }

  /**
   * @param name address of a socket address; 0 for none
   */
  void name(int index, long name, int bytes) {
    NativeMemory.putLong(address(index) + NAME, name);
    NativeMemory.putInt(address(index) + NAME_LENGTH, bytes);
  }

  long name(int index) {
    return NativeMemory.getLong(address(index) + NAME);
  }

  int nameLength(int index) {
    return NativeMemory.getInt(address(index) + NAME_LENGTH);
  }

  void vectors(int index, long vectors, int count) {
    NativeMemory.putLong(address(index) + VECTORS, vectors);
    NativeMemory.putLong(address(index) + VECTOR_COUNT, count);
  }

  /**
   * @param control address of control messages; 0 for none
   */
  void control(int index, long control, int bytes) {
    NativeMemory.putLong(address(index) + CONTROL, control);
    NativeMemory.putLong(address(index) + CONTROL_LENGTH, bytes);
  }

  /** After receiving: bytes of control messages that came. */
  int controlLength(int index) {
    return (int) NativeMemory.getLong(address(index) + CONTROL_LENGTH);
  }

  /** After receiving: bytes that came. */
  int received(int index) {
    return NativeMemory.getInt(address(index) + RECEIVED);
  }
}
