package io.udpscope.capture.flow;

import java.nio.LongBuffer;

/**
 * Keys with what all tables count of them, in a row of longs for each: first and last packet's
 * time, and further columns as the table likes.
 */
abstract class CountedKeys implements FlowTable {
  private static final int FIRST = 0;
  private static final int LAST = 1;

  /** The first of the table's own columns. */
  static final int OWN = 2;

  private final RecentKeys keys;
  private final LastSeconds seconds;
  private final int width;
  private LongBuffer cells = OffHeap.longs(0);
  private long forgotten;

  /**
   * @param keyLongs longs in a key
   * @param ownColumns longs that the table counts in itself
   */
  CountedKeys(int capacity, int keyLongs, int ownColumns, int secondsRemembered) {
    keys = new RecentKeys(capacity, keyLongs);
    seconds = new LastSeconds(secondsRemembered);
    width = OWN + ownColumns;
  }

  /**
   * A packet with this key came.
   *
   * @return the key's number; if it {@link #isNew}, its own columns are 0
   */
  final int enter(long[] key, long nanos, int length) {
    boolean full = keys.isFull();
    int second = FlowTable.second(nanos);
    int number = keys.use(key);
    if (keys.wasMade()) {
      forgotten += full ? 1 : 0;
      begin(number, nanos, second);
    } else if (nanos > get(number, LAST)) {
      put(number, LAST, nanos);
    }
    seconds.add(number, second, length);
    return number;
  }

  private void begin(int number, long nanos, int second) {
    if (keys.room() * width > cells.capacity()) {
      cells = OffHeap.grown(cells, keys.room() * width);
      seconds.grow(keys.room());
    }
    put(number, FIRST, nanos);
    put(number, LAST, nanos);
    for (int column = OWN; column < width; column++) {
      put(number, column, 0);
    }
    seconds.clear(number, second);
  }

  /** Whether the last one that was counted was not there before. */
  boolean isNew() {
    return keys.wasMade();
  }

  void add(int number, int column, long amount) {
    put(number, column, get(number, column) + amount);
  }

  void put(int number, int column, long value) {
    cells.put(number * width + column, value);
  }

  long get(int number, int column) {
    return cells.get(number * width + column);
  }

  int find(long[] key) {
    return keys.find(key);
  }

  long keyPart(int number, int part) {
    return keys.part(number, part);
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public int packetsIn(int number, int second) {
    return seconds.packets(number, second);
  }

  @Override
  public int bytesIn(int number, int second) {
    return seconds.bytes(number, second);
  }

  @Override
  public long firstNanos(int number) {
    return get(number, FIRST);
  }

  @Override
  public long lastNanos(int number) {
    return get(number, LAST);
  }

  @Override
  public long forgotten() {
    return forgotten;
  }
}
