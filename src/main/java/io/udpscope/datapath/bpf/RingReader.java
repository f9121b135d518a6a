package io.udpscope.datapath.bpf;

import io.udpscope.datapath.PacketConsumer;
import io.udpscope.model.PacketRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a BPF ring buffer where it lies, without a native call. Its memory (kernel/bpf/ringbuf.c):
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
 */
final class RingReader implements AutoCloseable {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int HEADER = 8;
  private static final int DISCARDED = 1 << 30;
  private static final int LENGTH_MASK = DISCARDED - 1;

  private final Mapping consumerMapping;
  private final Mapping ringMapping;
  private final ByteBuffer consumer;
  private final ByteBuffer producer;
  private final ByteBuffer data;
  private final int bytes;
  private final int mask;
  private long position;
  private boolean closed;

  /**
   * @param fd of the ring; it may be closed afterwards
   * @param bytes its size
   */
  RingReader(int fd, int bytes, int pageSize) {
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
    this.position = (long) LONG.getAcquire(consumer, 0);
  }

  private static ByteBuffer slice(ByteBuffer buffer, int offset, int length) {
    return buffer.slice(offset, length).order(ByteOrder.nativeOrder());
  }

  /**
   * Hands over committed records, oldest first, and then frees their room, all at once.
   *
   * @return how many
   */
  int read(PacketConsumer packets, int limit) {
    if (closed) {
      return 0;
    }
    final ByteBuffer data = this.data;
    final int mask = this.mask;
    int count = 0;
    long at = position;
    // Pairs with smp_store_release(&rb->producer_pos) in __bpf_ringbuf_reserve(): what lies before
    // that position has a header, which says busy until the record is committed.
    final long end = (long) LONG.getAcquire(producer, 0);
    try {
      while (at < end && count < limit) {
        final int record = (int) at & mask;
        // Pairs with xchg(&hdr->len) in bpf_ringbuf_commit(): once the busy bit is gone, what the
        // program wrote into the record is there.
        final int header = (int) INT.getAcquire(data, record);
        if (header < 0) {
          break;
        }
        at += HEADER + ((header & LENGTH_MASK) + 7 & ~7);
        if ((header & DISCARDED) == 0) {
          final int event = record + HEADER;
          count++;
          packets.accept(
              data,
              event,
              PacketRecord.FRAME + (data.getShort(event + PacketRecord.CAPTURED) & 0xffff));
        }
      }
    } finally {
      if (at != position) {
        position = at;
        // Pairs with smp_load_acquire(&rb->consumer_pos) in __bpf_ringbuf_reserve(): our reads of
        // these records are done before the program writes over them.
        LONG.setRelease(consumer, 0, at);
      }
    }
    return count;
  }

  /** Bytes between our position and the kernel's: committed records, and those being written. */
  long pending() {
    return closed ? 0 : (long) LONG.getAcquire(producer, 0) - position;
  }

  /** Whether {@link #read} would get further now, be it only over discarded records. */
  boolean hasRecords() {
    return pending() > 0 && (int) INT.getAcquire(data, (int) position & mask) >= 0;
  }

  int bytes() {
    return bytes;
  }

  @Override
  public void close() {
    closed = true;
    consumerMapping.close();
    ringMapping.close();
  }
}
