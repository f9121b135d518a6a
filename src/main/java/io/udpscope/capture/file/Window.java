package io.udpscope.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The stretch of a file that is in memory, moved along as it is read. It grows with what a block
 * asks for and the file really has, up to a bound. Bytes are found by where they are in the file.
 */
final class Window {
  /** The most that can be held at once: more than any sound block takes. */
  static final int MAX_BYTES = 16 << 20;

  private static final int READ_BYTES = 128 << 10;

  private final ByteSource source;
  private ByteBuffer bytes = ByteBuffer.allocateDirect(READ_BYTES);
  private long start;
  private int filled;

  Window(ByteSource source) {
    this.source = source;
  }

  void order(ByteOrder order) {
    bytes.order(order);
  }

  /**
   * Sees to it that so many bytes are here.
   *
   * @param count 0 to {@link #MAX_BYTES}
   * @return whether they are; else the file ends before
   */
  boolean holds(long position, int count) throws IOException {
    return position >= start && position + count <= start + filled || fetch(position, count);
  }

  private boolean fetch(long position, int count) throws IOException {
    moveTo(position);
    while (filled < count) {
      if (filled == bytes.capacity()) {
        grow();
      }
      bytes.limit(Math.min(bytes.capacity(), filled + READ_BYTES)).position(filled);
      int read = source.read(bytes, start + filled);
      bytes.clear();
      if (read < 0) {
        return false;
      }
      filled += read;
    }
    return true;
  }

  /** What is here from that place on goes to the front. */
  private void moveTo(long position) {
    long keptFrom = position - start;
    if (keptFrom < 0 || keptFrom > filled) {
      filled = 0;
    } else {
      bytes.limit(filled).position((int) keptFrom).compact().clear();
      filled -= (int) keptFrom;
    }
    start = position;
  }

  private void grow() {
    ByteBuffer larger = ByteBuffer.allocateDirect(Math.min(2 * bytes.capacity(), MAX_BYTES));
    bytes.limit(filled).position(0);
    bytes = larger.order(bytes.order()).put(bytes).clear();
  }

  /**
   * Bytes that the file has, as far as that is known; all of them behind a failed {@link #holds}.
   */
  long fileEnd() throws IOException {
    return source.size();
  }

  /** The buffer that they are in; another one after the next {@link #holds}. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Where in {@link #bytes()} the byte at this place of the file is. */
  int index(long position) {
    return (int) (position - start);
  }

  int u8(long position) {
    return bytes.get(index(position)) & 0xff;
  }

  int u16(long position) {
    return bytes.getShort(index(position)) & 0xffff;
  }

  long u32(long position) {
    return bytes.getInt(index(position)) & 0xffff_ffffL;
  }

  long s64(long position) {
    return bytes.getLong(index(position));
  }
}
