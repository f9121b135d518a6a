package io.udpscope.relay;

import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/** An array of {@code struct iovec}: address and length, 8 bytes each. */
final class Vectors {
  static final int BYTES = 16;

  private static final int LENGTH = 8;

  private final ByteBuffer memory;
  private final long address;

  Vectors(int count) {
    this.memory = NativeMemory.allocate(count * BYTES);
    this.address = NativeMemory.address(memory);
  }

  long address(int index) {
    return address + (long) index * BYTES;
  }

  void set(int index, long base, int length) {
    NativeMemory.putLong(address(index), base);
    NativeMemory.putLong(address(index) + LENGTH, length);
  }
}
