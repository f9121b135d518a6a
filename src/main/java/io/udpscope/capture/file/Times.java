package io.udpscope.capture.file;

import java.util.Arrays;

/**
 * Counts datagrams by when they were captured, in stretches that become twice as long whenever the
 * time that they span does. Times need not come in order. Memory does not grow.
 */
public final class Times {
  private static final int STRETCHES = 2048;
  private static final long SHORTEST_NANOS = 1_000_000;

  private final long[] packets = new long[STRETCHES];
  private long stretchNanos = SHORTEST_NANOS;
  private long base; // times the length of a stretch: where the first one begins
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  // The stretch that was counted into last.
  private long from;
  private long end;
  private int at;

  void add(long nanos) {
    if (nanos < from || nanos >= end) {
      find(nanos);
    }
    packets[at]++;
    first = Math.min(first, nanos);
    last = Math.max(last, nanos);
  }

  private void find(long nanos) {
    if (isEmpty()) {
      base = Math.floorDiv(nanos, stretchNanos);
    }
    long earliest = Math.min(first, nanos);
    long latest = Math.max(last, nanos);
    while (stretch(latest) - stretch(earliest) >= STRETCHES) {
      lengthen();
    }
    shift(Math.max(0, base - stretch(earliest)));
    shift(Math.min(0, base + STRETCHES - 1 - stretch(latest)));
    at = (int) (stretch(nanos) - base);
    from = stretch(nanos) * stretchNanos;
    end = from + stretchNanos;
  }

  private long stretch(long nanos) {
    return Math.floorDiv(nanos, stretchNanos);
  }

  private void lengthen() {
    long newBase = Math.floorDiv(base, 2);
    for (int i = 0; i < STRETCHES; i++) {
      long count = packets[i];
      packets[i] = 0;
      packets[(int) (Math.floorDiv(base + i, 2) - newBase)] += count;
    }
    base = newBase;
    stretchNanos *= 2;
  }

  /** Those at the side that is given up are empty. */
  private void shift(long later) {
    if (later == 0) {
      return;
    }
    long[] before = packets.clone();
    Arrays.fill(packets, 0);
    for (int i = 0; i < STRETCHES; i++) {
      if (before[i] != 0) {
        packets[(int) (i + later)] = before[i];
      }
    }
    base -= later;
  }

  boolean isEmpty() {
    return first > last;
  }

  /** Of the earliest datagram, nanoseconds since 1970. */
  public long first() {
    return first;
  }

  public long last() {
    return last;
  }

  /** When the first stretch begins, nanoseconds since 1970. */
  public long start() {
    return base * stretchNanos;
  }

  public long stretchNanos() {
    return stretchNanos;
  }

  /** Datagrams in each stretch, up to the one that the latest is in: a copy. */
  public long[] packets() {
    return Arrays.copyOf(packets, (int) (stretch(last) - base) + 1);
  }
}
