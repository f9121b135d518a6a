package io.udpscope.capture.filter;

import io.udpscope.capture.PacketRows;
import io.udpscope.model.PacketRecord;

/**
 * Looks for something in the payloads of the packets that are shown, from one of them on, and from
 * the other end when there are no more; a slice of time after another. Used by one thread only.
 */
public final class PacketSearch {
  /** How far it is. */
  public enum State {
    SEARCHING,
    FOUND,
    /** It is in none of them. */
    MISSED,
    /** The expression asks too much of the packet in {@link PacketSearch#row}. */
    TOO_COSTLY
  }

  private final PacketRows store;
  private final ShownRows shown;
  private final Sought sought;
  private final long start;
  private final boolean forward;
  private final long end;
  private final long all;
  private final PacketRecord packet = new PacketRecord();
  private long place;
  private long looked;
  private boolean wrapped;
  private long row = -1;
  private State state = State.SEARCHING;

  /**
   * @param start a row of the store
   * @param inclusive it is the first that is looked at; else the last
   * @param forward to newer ones
   * @param end a row of the store: neither it nor what came later is looked at
   */
  public PacketSearch(
      PacketRows store,
      ShownRows shown,
      Sought sought,
      long start,
      boolean inclusive,
      boolean forward,
      long end) {
    this.store = store;
    this.shown = shown;
    this.sought = sought;
    this.start = start;
    this.forward = forward;
    this.end = Math.min(end, store.endRow());
    all = Math.max(1, shown.placeOf(this.end) - shown.first());
    long at = shown.placeOf(start);
    boolean exact = at < shown.end() && shown.row(at) == start;
    if (forward) {
      place = exact && !inclusive ? at + 1 : at;
    } else {
      place = exact && inclusive ? at : at - 1;
    }
  }

  /** Looks at more packets, one at least. */
  public State advance(long sliceNanos) {
    long deadline = System.nanoTime() + sliceNanos;
    do {
      step();
    } while (state == State.SEARCHING && System.nanoTime() - deadline < 0);
    return state;
  }

  private void step() {
    boolean atEnd = forward ? place >= shown.placeOf(end) : place < shown.first();
    if (atEnd && wrapped) {
      state = State.MISSED;
      return;
    }
    if (atEnd) {
      wrapped = true;
      place = forward ? shown.first() : shown.placeOf(end) - 1;
      return;
    }
    place = Math.max(place, shown.first()); // what was there has made room
    row = shown.row(place);
    if (wrapped && (forward ? row > start : row < start)) {
      state = State.MISSED;
      return;
    }
    look();
    place += forward ? 1 : -1;
    looked++;
  }

  private void look() {
    if (store.isGap(row)) {
      return;
    }
    store.packet(row, packet);
    try {
      if (packet.holds(packet.payloadOffset()) && sought.isIn(packet)) {
        state = State.FOUND;
      }
    } catch (Sought.TooCostlyException e) {
      state = State.TOO_COSTLY;
    }
  }

  /** The row of the store that was looked at last. */
  public long row() {
    return row;
  }

  /** The number of the packet in it. */
  public long number() {
    return store.number(row);
  }

  /** It went on from the other end. */
  public boolean isWrapped() {
    return wrapped;
  }

  /** Of the packets that are shown, 0 to 100. */
  public int percent() {
    return (int) Math.min(100, looked * 100 / all);
  }
}
