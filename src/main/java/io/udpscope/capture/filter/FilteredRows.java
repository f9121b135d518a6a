package io.udpscope.capture.filter;

import io.udpscope.capture.PacketRows;
import io.udpscope.model.PacketRecord;

/**
 * The rows that a filter accepts, and all gaps: where packets were lost, nobody knows what they
 * were. Looks at the rows from one of them on, then at what arrives, and then, from there back, at
 * what is older, all a slice of time after another. Used by one thread only.
 */
public final class FilteredRows implements ShownRows, AutoCloseable {
  /** Rows between two looks at the clock: some 10 µs. */
  private static final int ROWS_BETWEEN_LOOKS = 64;

  private final PacketRows store;
  private final PacketFilter filter;
  private final PlacedRows placed;
  private final PacketRecord packet = new PacketRecord();
  private final long startRow;
  private final long endAtStart;

  /**
   * @param filter closed with this
   * @param startRow the first one that is looked at
   */
  public FilteredRows(PacketRows store, PacketFilter filter, long startRow) {
    this.store = store;
    this.filter = filter;
    this.startRow = startRow;
    placed = new PlacedRows(startRow);
    endAtStart = store.endRow();
  }

  /** Looks at more rows: at newer ones as long as there are any, at older ones after that. */
  public void advance(long sliceNanos) {
    placed.dropBefore(store.firstRow());
    long deadline = System.nanoTime() + sliceNanos;
    if (lookAtNewer(deadline)) {
      lookAtOlder(deadline);
    }
  }

  /** Whether there are no more. */
  private boolean lookAtNewer(long deadline) {
    long until = store.endRow();
    while (placed.high() < until) {
      long row = placed.high();
      boolean gap = store.isGap(row);
      placed.newer(gap || isAccepted(row), gap);
      if (placed.high() % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline >= 0) {
        return placed.high() == until;
      }
    }
    return true;
  }

  private void lookAtOlder(long deadline) {
    long oldest = store.firstRow();
    while (placed.low() > oldest) {
      long row = placed.low() - 1;
      boolean gap = store.isGap(row);
      placed.older(gap || isAccepted(row), gap);
      if (placed.low() % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline >= 0) {
        return;
      }
    }
  }

  private boolean isAccepted(long row) {
    return filter.accepts(store.packet(row, packet));
  }

  @Override
  public long first() {
    return placed.first();
  }

  @Override
  public long end() {
    return placed.end();
  }

  @Override
  public long row(long place) {
    return placed.row(place);
  }

  @Override
  public long placeOf(long row) {
    return placed.placeOf(row);
  }

  /** Packets that are shown; without the gaps. */
  public long packets() {
    return placed.packets();
  }

  /** Every row that was there when it began has been looked at. */
  public boolean isComplete() {
    return placed.low() <= store.firstRow() && placed.high() >= endAtStart;
  }

  /** The oldest row that was looked at; those that are newer were, but for {@link #behind}. */
  public long lookedAtFrom() {
    return placed.low();
  }

  /** Of what was there when it began, as far as it is still there. */
  public int percent() {
    long oldest = store.firstRow();
    long all = endAtStart - oldest;
    if (isComplete() || all <= 0) {
      return 100;
    }
    long newer = Math.min(placed.high(), endAtStart) - startRow;
    return (int) Math.min(99, (startRow - placed.low() + newer) * 100 / all);
  }

  /** Rows behind the newest one that was looked at. */
  public long behind() {
    return store.endRow() - placed.high();
  }

  @Override
  public void close() {
    filter.close();
  }
}
