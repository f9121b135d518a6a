package io.udpscope.datapath.bpf;

import io.udpscope.ffi.NativeMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A BPF ring buffer, read where it lies, without a native call. Its memory (kernel/bpf/ringbuf.c):
 *
 * <pre>
 *   page 0          page 1          page 2 …
 *   | our position  | kernel's pos. | the ring | the ring once more, so that no record is broken |
 *
 *   a record:  0        4             8
 *              | length | page offset | what the program wrote …       (the whole a multiple of 8)
 * </pre>
 *
 * <p>Positions count bytes and only grow. Bit 31 of a length: the program is still writing; bit 30:
 * thrown away. For one thread.
 *
 * @param <C> who takes the records
 */
abstract class RecordRing<C> implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int HEADER = 8;
  private static final int DISCARDED = 1 << 30;
  private static final int MAX_RUN = 64;
  private static final int LENGTH_MASK = DISCARDED - 1;

  private final Mapping consumerMapping;
  private final Mapping ringMapping;
  private final ByteBuffer consumer;
  private final ByteBuffer producer;
  private final ByteBuffer data;
  private final long dataAddress;
  private final int bytes;
  private final int mask;

  /** Up to here records were handed over. */
  private long position;

  /** Up to here the program may write. */
  private long released;

  private boolean closed;

  /**
   * @param fd of the ring; it may be closed afterwards
   * @param bytes its size
   */
  RecordRing(int fd, int bytes, int pageSize) {
    this.bytes = bytes;
    this.mask = bytes - 1;
    this.consumerMapping = Mapping.writable(fd, 0, pageSize);
    try {
      this.ringMapping = Mapping.readOnly(fd, pageSize, pageSize + 2L * bytes);
    } catch (RuntimeException e) {
      consumerMapping.close();
      throw e;
    }
    this.consumer = consumerMapping.buffer();
    this.producer = slice(ringMapping.buffer(), 0, pageSize);
    this.data = slice(ringMapping.buffer(), pageSize, 2 * bytes);
    this.dataAddress = NativeMemory.address(data);
    this.position = (long) LONG.getAcquire(consumer, 0);
    this.released = position;
  }

  private static ByteBuffer slice(ByteBuffer buffer, int offset, int length) {
    return buffer.slice(offset, length).order(ByteOrder.nativeOrder());
  }

  /**
   * Hands over committed records, oldest first. Their memory stays as it is until {@link #release}.
   *
   * @param limit at most so many
   * @return how many
   */
  final int take(C consumer, int limit) {
    if (closed) {
      return 0;
    }
    final long dataAddress = this.dataAddress;
    final int mask = this.mask;
    int count = 0;
    // Pairs with smp_store_release(&rb->producer_pos) in __bpf_ringbuf_reserve(): what lies before
    // that position has a header, which says busy until the record is committed.
    final long end = (long) LONG.getAcquire(producer, 0);
    while (position < end && count < limit) {
      final long at = position;
      final int first = (int) at & mask;
      final int header = NativeMemory.getInt(dataAddress + first);
      if (header < 0) {
        break;
      }
      final int step = HEADER + ((header & LENGTH_MASK) + 7 & ~7);
      final int most =
          (int) Math.min((end - at + step - 1) / step, Math.min(limit - count, MAX_RUN));
      final int run = run(dataAddress + first, header, step, most);
      // Pairs with xchg(&hdr->len) in bpf_ringbuf_commit(): once the busy bit is gone, what the
      // program wrote into the record is there.
      VarHandle.acquireFence();
      position = at + (long) run * step;
      if ((header & DISCARDED) == 0) {
        count += run;
        deliver(consumer, first + HEADER, step, run);
      }
    }
    return count;
  }

  /** The program may write over all that was handed over. */
  final void release() {
    if (position != released && !closed) {
      released = position;
      // Pairs with smp_load_acquire(&rb->consumer_pos) in __bpf_ringbuf_reserve(): our reads of
      // these records are done before the program writes over them.
      LONG.setRelease(consumer, 0, position);
    }
  }

  /**
   * Hands over records that lie side by side; one that throws calls {@link #takeBack}.
   *
   * @param first offset of the first one's data in {@link #data}
   * @param step from one to the next
   * @param run how many
   */
  abstract void deliver(C consumer, int first, int step, int run);

  /** The consumer threw: the record it was given is consumed, those behind it are not. */
  final void takeBack(int step, int count) {
    position -= (long) count * step;
  }

  /** The ring, twice, in native byte order. */
  final ByteBuffer data() {
    return data;
  }

  final long dataAddress() {
    return dataAddress;
  }

  /**
   * How many records from this one on, {@code most} at most, have its header. Guessing that the
   * next one is as long lets the processor look ahead, where otherwise each header has to arrive
   * before the place of the next is known. The memory goes on behind the ring's end.
   */
  private static int run(long address, int header, int step, int most) {
    for (int i = 1; i < most; i++) {
      if (NativeMemory.getInt(address + (long) i * step) != header) {
        return i;
      }
    }
    return most;
  }

  /** Bytes between our position and the kernel's: committed records, and those being written. */
  final long pending() {
    return closed ? 0 : (long) LONG.getAcquire(producer, 0) - position;
  }

  /** Whether {@link #take} would get further now, be it only over discarded records. */
  final boolean hasRecords() {
    return pending() > 0 && (int) INT.getAcquire(data, (int) position & mask) >= 0;
  }

  final int bytes() {
    return bytes;
  }

  @Override
  public final void close() {
    closed = true;
    consumerMapping.close();
    ringMapping.close();
  }
}
