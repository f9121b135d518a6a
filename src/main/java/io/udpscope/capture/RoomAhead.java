package io.udpscope.capture;

import io.udpscope.ffi.UntouchedMemory;
import java.nio.ByteBuffer;

/**
 * Takes room for memory that is filled from its start to its end, some way ahead of the writer and
 * beside it: a page fault keeps the writer as long as some twenty packets do. Where that comes too
 * late, or not at all, the writer's faults take the room.
 */
final class RoomAhead {
  private static final int LEAD = 16 << 20;

  /** So much at once: the kernel may hold back other changes of the address space meanwhile. */
  private static final int STEP = 256 << 10;

  private final ByteBuffer memory;
  private int asked;

  /** From here on more has to be asked for. */
  private long next;

  /**
   * @param memory of {@link UntouchedMemory}
   */
  RoomAhead(ByteBuffer memory) {
    this.memory = memory;
  }

  /** By the writer: it has written so many bytes. Does not wait. */
  void reach(long written) {
    if (written >= next) {
      askFor(Math.min(LEAD, memory.capacity() - asked));
    }
  }

  private void askFor(int bytes) {
    int from = asked;
    asked += bytes;
    next = asked == memory.capacity() ? Long.MAX_VALUE : asked - LEAD / 2;
    Thread thread = new Thread(() -> take(from, from + bytes), "udpscope-room");
    thread.setDaemon(true);
    thread.start();
  }

  private void take(int from, int end) {
    for (int at = from; at < end; at += STEP) {
      if (!UntouchedMemory.populate(memory, at, Math.min(STEP, end - at))) {
        return;
      }
    }
  }
}
