package io.udpscope.capture.filter;

import io.udpscope.capture.PacketStore;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * The rows that a filter accepts, and all gaps: where packets were lost, nobody knows what they
 * were. Looks at what arrives and, from the newest to the oldest, at what was there before, both a
 * slice of time after another. Used by one thread only.
 *
 * <p>Off the heap, four bytes for each row that the store can hold: the row's number modulo 2^31,
 * times two; plus one if it is a gap.
 */
public final class FilteredRows implements ShownRows, AutoCloseable {
  /** Leaves room for places in front of it, which come with what is older. */
  private static final long FIRST_PLACE = 1L << 40;

  /** Rows between two looks at the clock: some 10 µs. */
  private static final int ROWS_BETWEEN_LOOKS = 64;

  private static final long ROW_BITS = 0x7fff_ffffL;

  private final PacketStore store;
  private final PacketFilter filter;
  private final IntBuffer list;
  private final int mask;
  private final PacketRecord packet = new PacketRecord();
  private final long startRow;
  private long first = FIRST_PLACE;
  private long end = FIRST_PLACE;
  private long packets;
  private long nextNew;
  private long nextOld;

  /**
   * @param filter closed with this
   * @param memory from {@link #memory}; nobody else's from now on
   */
  public FilteredRows(PacketStore store, PacketFilter filter, IntBuffer memory) {
    this.store = store;
    this.filter = filter;
    list = memory;
    mask = memory.capacity() - 1;
    startRow = store.endRow();
    nextNew = startRow;
    nextOld = startRow - 1;
  }

  /** What the rows of this store need, whatever the filter. */
  public static IntBuffer memory(PacketStore store) {
    return ByteBuffer.allocateDirect(store.maxRows() * Integer.BYTES)
        .order(ByteOrder.nativeOrder())
        .asIntBuffer();
  }

  /** Looks at more rows: at new ones as long as there are any, at old ones after that. */
  public void advance(long sliceNanos) {
    evict();
    long deadline = System.nanoTime() + sliceNanos;
    if (lookAtNew(deadline)) {
      lookAtOld(deadline);
    }
  }

  private void evict() {
    long oldest = store.firstRow();
    while (first < end && row(first) < oldest) {
      packets -= isGap(first) ? 0 : 1;
      first++;
    }
    nextNew = Math.max(nextNew, oldest);
  }

  /** Whether there are no more. */
  private boolean lookAtNew(long deadline) {
    long until = store.endRow();
    while (nextNew < until) {
      long row = nextNew++;
      if (isShown(row)) {
        put(end++, row);
      }
      if (nextNew % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline >= 0) {
        return nextNew == until;
      }
    }
    return true;
  }

  private void lookAtOld(long deadline) {
    long oldest = store.firstRow();
    while (nextOld >= oldest) {
      long row = nextOld--;
      if (isShown(row)) {
        put(--first, row);
      }
      if (nextOld % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline >= 0) {
        return;
      }
    }
  }

  private boolean isShown(long row) {
    return store.isGap(row) || filter.accepts(store.packet(row, packet));
  }

  private void put(long place, long row) {
    boolean gap = store.isGap(row);
    packets += gap ? 0 : 1;
    list.put((int) place & mask, (int) row << 1 | (gap ? 1 : 0));
  }

  private boolean isGap(long place) {
    return (list.get((int) place & mask) & 1) != 0;
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long row(long place) {
    if (place < first || place >= end) {
      throw new IndexOutOfBoundsException(
          "place " + place + " is not among " + first + " to " + (end - 1));
    }
    // Fewer than 2^31 rows are in the store, and none that it has not seen yet.
    long low = list.get((int) place & mask) >>> 1;
    long newest = store.endRow();
    return newest - (newest - low & ROW_BITS);
  }

  @Override
  public long placeOf(long row) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (row(middle) < row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Packets that are shown; without the gaps. */
  public long packets() {
    return packets;
  }

  /** Every row of the store has been looked at, but for those that have just come. */
  public boolean isComplete() {
    return nextOld < store.firstRow();
  }

  /** The oldest row that was looked at; every newer one was, but for those {@link #behind}. */
  public long lookedAtFrom() {
    return nextOld + 1;
  }

  /** Of what was there when it began, as far as it is still there. */
  public int percent() {
    long oldest = store.firstRow();
    long all = startRow - oldest;
    return isComplete() || all <= 0 ? 100 : (int) ((startRow - 1 - nextOld) * 100 / all);
  }

  /** Rows that have come and were not looked at yet. */
  public long behind() {
    return store.endRow() - nextNew;
  }

  @Override
  public void close() {
    filter.close();
  }
}
