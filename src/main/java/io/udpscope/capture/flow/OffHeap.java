package io.udpscope.capture.flow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Rows of numbers that grow, outside of the heap, which is small. New ones are 0. */
final class OffHeap {
  private OffHeap() {}

  static LongBuffer longs(int count) {
    return bytes(count * Long.BYTES).asLongBuffer();
  }

  static IntBuffer ints(int count) {
    return bytes(count * Integer.BYTES).asIntBuffer();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  /** The same numbers, and more behind them. */
  static LongBuffer grown(LongBuffer before, int count) {
    LongBuffer after = longs(count);
    after.put(0, before, 0, before.capacity());
    return after;
  }

  /** The same numbers, and more behind them. */
  static IntBuffer grown(IntBuffer before, int count) {
    IntBuffer after = ints(count);
    after.put(0, before, 0, before.capacity());
    return after;
  }
}
