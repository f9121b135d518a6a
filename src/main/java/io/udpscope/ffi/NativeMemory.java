package io.udpscope.ffi;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Memory outside the heap, as buffers in native byte order. */
public final class NativeMemory {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  private NativeMemory() {}

  /** Zeroed memory; it lives as long as the buffer, so keep the buffer while a native call runs. */
  public static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Where a direct buffer's memory begins, whatever its position. */
  public static long address(ByteBuffer buffer) {
    return MEMORY.getDirectBufferAddress(buffer);
  }

  /** A buffer over memory that somebody else owns, for example a mapping. */
  public static ByteBuffer view(long address, int bytes) {
    return MEMORY.newDirectByteBuffer(address, bytes).order(ByteOrder.nativeOrder());
  }

  /** A copy. */
  public static ByteBuffer of(byte[] bytes) {
    return allocate(bytes.length).put(0, bytes);
  }

  /** A C string. */
  public static ByteBuffer string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return allocate(bytes.length + 1).put(0, bytes);
  }

  /** The C string in a buffer, up to its zero byte or the buffer's end. */
  public static String text(ByteBuffer buffer) {
    int length = 0;
    while (length < buffer.capacity() && buffer.get(length) != 0) {
      length++;
    }
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The C string at an address, which somebody else owns. */
  public static String textAt(long address) {
    return new String(MEMORY.getZeroTerminatedByteArray(address), StandardCharsets.UTF_8);
  }

  /** Four bytes of memory that is known to be there: nothing is checked. */
  public static int getInt(long address) {
    return MEMORY.getInt(address);
  }

  /** Two bytes of memory that is known to be there: nothing is checked. */
  public static short getShort(long address) {
    return MEMORY.getShort(address);
  }

  /** Eight bytes of memory that is known to be there: nothing is checked. */
  public static long getLong(long address) {
    return MEMORY.getLong(address);
  }

  /** A byte of memory that is known to be there: nothing is checked. */
  public static byte getByte(long address) {
    return MEMORY.getByte(address);
  }

  /** Nothing is checked, as with the following ones. */
  public static void putLong(long address, long value) {
    MEMORY.putLong(address, value);
  }

  public static void putInt(long address, int value) {
    MEMORY.putInt(address, value);
  }

  public static void putShort(long address, short value) {
    MEMORY.putShort(address, value);
  }

  public static void putByte(long address, byte value) {
    MEMORY.putByte(address, value);
  }
}
