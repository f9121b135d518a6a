package io.udpscope.relay;

/**
 * Datagrams of one round, chained by the outlet that is to send them, each chain in the order in
 * which they came.
 */
final class Outbox {
  static final int NONE = -1;

  private static final int ENTRIES = 4096;

  private final long[] records = new long[ENTRIES];
  private final long[] payloads = new long[ENTRIES];
  private final int[] lengths = new int[ENTRIES];
  private final int[] next = new int[ENTRIES];
  private final Outlet[] outlets = new Outlet[ENTRIES];
  private int entries;
  private int outletCount;

  boolean isFull() {
    return entries == ENTRIES;
  }

  /**
   * @param payload address of the {@code length} bytes to send, which stay there until {@link
   *     #clear}
   */
  void add(Outlet outlet, long record, long payload, int length) {
    int entry = entries++;
    records[entry] = record;
    payloads[entry] = payload;
    lengths[entry] = length;
    next[entry] = NONE;
    if (outlet.first == NONE) {
      outlet.first = entry;
      outlets[outletCount++] = outlet;
    } else {
      next[outlet.last] = entry;
    }
    outlet.last = entry;
  }

  /** How many outlets have something to send. */
  int outlets() {
    return outletCount;
  }

  Outlet outlet(int index) {
    return outlets[index];
  }

  /** The record that an entry is, or is a part of. */
  long record(int entry) {
    return records[entry];
  }

  long payload(int entry) {
    return payloads[entry];
  }

  int length(int entry) {
    return lengths[entry];
  }

  /** The next one of the same outlet, or {@link #NONE}. */
  int next(int entry) {
    return next[entry];
  }

  void clear() {
    for (int i = 0; i < outletCount; i++) {
      outlets[i].first = NONE;
      outlets[i] = null;
    }
    outletCount = 0;
    entries = 0;
  }
}
