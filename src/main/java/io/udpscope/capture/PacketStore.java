package io.udpscope.capture;

import io.udpscope.ffi.UntouchedMemory;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The captured packets as rows, in a ring of bytes off the heap; the oldest go first. Used by one
 * thread only.
 *
 * <pre>
 *   the ring   | number (8) | record, byte for byte as in the tap's ring | … to a multiple of 8
 *   the index  one long a row: the place of its packet, counted in bytes since the store began,
 *              times two; plus one if the row is the gap in front of that packet
 * </pre>
 */
public final class PacketStore implements GrowingRows {
  public static final int DEFAULT_BYTES = 64 << 20;
  public static final int MIN_BYTES = 1 << 20;
  public static final int MAX_BYTES = 1 << 30;

  private static final int NUMBER_BYTES = Long.BYTES;

  /** An Ethernet, an IPv4 and a UDP header: hardly a record is shorter. */
  private static final int SMALLEST_ENTRY = NUMBER_BYTES + PacketRecord.size(42);

  private final ByteBuffer ring;
  private final LongBuffer index;
  private final int capacity;
  private final int indexMask;
  private final LongSupplier numbers;
  private final RoomAhead room;

  private long head;
  private long firstRow;
  private long endRow;
  private long packets;
  private long evicted;

  /**
   * @param bytes memory for packets, {@link #MIN_BYTES} to {@link #MAX_BYTES}; the index takes up
   *     to a sixth more; none of it is taken before packets fill it
   * @throws io.udpscope.ffi.NoMemoryException if the kernel does not promise so much
   */
  public PacketStore(int bytes) {
    this(bytes, Optional.empty());
  }

  /**
   * @param numbers says what number the packet has that is being added, a higher one each time
   */
  public PacketStore(int bytes, LongSupplier numbers) {
    this(bytes, Optional.of(numbers));
  }

  private PacketStore(int bytes, Optional<LongSupplier> numbers) {
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a packet store takes " + MIN_BYTES + " to " + MAX_BYTES + " bytes, not " + bytes);
    }
    this.numbers = numbers.orElse(this::packets);
    capacity = bytes & ~7;
    ring = UntouchedMemory.allocate(capacity);
    room = new RoomAhead(ring);
    int rows = Integer.highestOneBit(capacity / SMALLEST_ENTRY) << 1;
    indexMask = rows - 1;
    index = UntouchedMemory.allocate(rows * Long.BYTES).asLongBuffer();
  }

  @Override
  public void append(ByteBuffer source, int offset, int length) {
    int entry = NUMBER_BYTES + length + 7 & ~7;
    int at = (int) (head % capacity);
    if (at + entry > capacity) {
      head += capacity - at; // a record lies in one piece
      at = 0;
    }
    evictBefore(head + entry - capacity);
    room.reach(head);
    long lost = source.getInt(offset + PacketRecord.LOST) & 0xffff_ffffL;
    if (lost > 0) {
      addRow(head << 1 | 1);
    }
    addRow(head << 1);
    packets++;
    ring.putLong(at, numbers.getAsLong());
    ring.put(at + NUMBER_BYTES, source, offset, length);
    head += entry;
  }

  private void addRow(long entry) {
    if (endRow - firstRow > indexMask) {
      evict();
    }
    index.put((int) endRow & indexMask, entry);
    endRow++;
  }

  private void evictBefore(long place) {
    while (firstRow < endRow && index.get((int) firstRow & indexMask) >> 1 < place) {
      evict();
    }
  }

  private void evict() {
    evicted += 1 - (index.get((int) firstRow & indexMask) & 1);
    firstRow++;
  }

  @Override
  public long firstRow() {
    return firstRow;
  }

  @Override
  public long endRow() {
    return endRow;
  }

  @Override
  public long packets() {
    return packets;
  }

  @Override
  public long held() {
    return packets - evicted;
  }

  @Override
  public boolean isGap(long row) {
    return (entry(row) & 1) != 0;
  }

  @Override
  public long number(long row) {
    return ring.getLong(place(row));
  }

  @Override
  public PacketRecord packet(long row, PacketRecord flyweight) {
    return flyweight.wrap(ring, place(row) + NUMBER_BYTES);
  }

  private int place(long row) {
    return (int) ((entry(row) >> 1) % capacity);
  }

  private long entry(long row) {
    if (row < firstRow || row >= endRow) {
      throw new IndexOutOfBoundsException(
          "row " + row + " is not among " + firstRow + " to " + (endRow - 1));
    }
    return index.get((int) row & indexMask);
  }

  @Override
  public long bytesUsed() {
    return firstRow == endRow ? 0 : head - (entry(firstRow) >> 1);
  }

  @Override
  public long bytesCapacity() {
    return capacity;
  }
}
