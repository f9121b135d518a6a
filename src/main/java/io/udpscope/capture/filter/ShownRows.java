package io.udpscope.capture.filter;

import io.udpscope.capture.PacketRows;

/**
 * The rows of a store that are shown, one after the other, each at its place. A row stays at its
 * place until it makes room for newer ones; places are consecutive. Used by one thread only.
 */
public interface ShownRows {
  /** The place of the oldest; equal to {@link #end} if there is none. */
  long first();

  /** One more than the place of the newest. */
  long end();

  /** The number in the store of the row at a place, {@link #first} to {@link #end} exclusive. */
  long row(long place);

  /** The place of the first one that is this row of the store or a newer one. */
  long placeOf(long row);

  /** All of the store's rows, each at the place that is its number. */
  static ShownRows all(PacketRows store) {
    return new ShownRows() {
      @Override
      public long first() {
        return store.firstRow();
      }

      @Override
      public long end() {
        return store.endRow();
      }

      @Override
      public long row(long place) {
        return place;
      }

      @Override
      public long placeOf(long row) {
        return Math.max(store.firstRow(), Math.min(row, store.endRow()));
      }
    };
  }
}
