package io.udpscope.app.flow;

import io.udpscope.capture.flow.FlowTable;

/**
 * Sorts the numbers of a table, a slice of time after another: capture does not wait for it. Merges
 * ever longer runs; of equals the one that came first comes first.
 */
final class FlowOrder {
  private static final int RATE_SHIFT = 40;
  private static final long MAX_RATE = (1L << 23) - 1;
  private static final long MAX_PACKETS = (1L << RATE_SHIFT) - 1;

  /** How many values are read between two looks at the clock. */
  private static final int CHUNK = 512;

  private final FlowTable table;
  private final FlowQuery query;
  private final int second;
  private final boolean ofFile;
  private final long[] values;
  private int[] order;
  private int[] next;
  private int read;
  private int run = 1;
  private int merged;

  /**
   * @param second the last whole one
   * @param ofFile rates are over all of a thing's time, else in that second
   */
  FlowOrder(FlowTable table, FlowQuery query, int second, boolean ofFile) {
    this.table = table;
    this.query = query;
    this.second = second;
    this.ofFile = ofFile;
    values = new long[table.size()];
    order = new int[values.length];
    next = new int[values.length];
  }

  FlowQuery query() {
    return query;
  }

  int second() {
    return second;
  }

  /** The numbers in order, once that is done. */
  int[] numbers() {
    return order;
  }

  /**
   * Goes on.
   *
   * @return whether it is done
   */
  boolean advance(long sliceNanos) {
    long start = System.nanoTime();
    while (read < values.length || run < values.length) {
      if (read < values.length) {
        read();
      } else {
        merge();
      }
      if (System.nanoTime() - start > sliceNanos) {
        return false;
      }
    }
    return true;
  }

  private void read() {
    int end = Math.min(values.length, read + CHUNK);
    for (; read < end; read++) {
      order[read] = read;
      long value = value(read);
      values[read] = query.reversed() ? -value : value;
    }
  }

  private long value(int number) {
    return switch (query.column()) {
      case RATE ->
          Math.min(rate(number), MAX_RATE) << RATE_SHIFT
              | Math.min(table.packets(number), MAX_PACKETS);
      case PACKETS -> table.packets(number);
      case BYTES -> table.bytes(number);
      case LAST_SEEN -> table.lastNanos(number);
    };
  }

  private long rate(int number) {
    return ofFile
        ? table.perSecond(number, table.packets(number))
        : table.packetsIn(number, second);
  }

  /** Two runs into one of twice the length. */
  private void merge() {
    int middle = Math.min(values.length, merged + run);
    int end = Math.min(values.length, middle + run);
    int left = merged;
    int right = middle;
    for (int at = merged; at < end; at++) {
      boolean takesLeft =
          right == end || left < middle && values[order[left]] >= values[order[right]];
      next[at] = order[takesLeft ? left++ : right++];
    }
    merged = end;
    if (merged == values.length) {
      int[] done = order;
      order = next;
      next = done;
      merged = 0;
      run *= 2;
    }
  }
}
