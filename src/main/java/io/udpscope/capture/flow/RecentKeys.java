package io.udpscope.capture.flow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keys of a few longs, each with a row of longs behind it, which has a number from 0 on. It keeps
 * that until all rows are taken and it is the one that was renewed longest ago: then its row
 * becomes a new key's. Rows are off the heap. Nothing is allocated for a key; the room doubles
 * until the capacity is reached. Used by one thread only.
 *
 * <p>Buckets are probed one after another, and hold the hash as well as the number, so that finding
 * a key takes a look at two places of memory. The hash is seeded anew each time: whoever chooses
 * the keys, by sending packets, cannot choose those that meet in one bucket.
 *
 * <pre>
 *   bucket   hash (32 bits) | number + 1 (32 bits); 0 is an empty one
 * </pre>
 */
class RecentKeys {
  private static final int FIRST_ROOM = 1024;
  private static final int NONE = -1;

  private final int capacity;
  private final int keyLongs;
  private final int rowLongs;
  private final long[] multipliers;
  private final long[] leaving;
  private LongBuffer rows;
  private long[] buckets;
  private int[] newer;
  private int[] older;
  private int room;
  private int size;
  private int newest = NONE;
  private int oldest = NONE;
  private long forgotten;

  /**
   * @param capacity a power of two
   * @param keyLongs longs in a key
   * @param rowLongs longs in a row, those of the key among them
   */
  RecentKeys(int capacity, int keyLongs, int rowLongs) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("the capacity is a power of two, not " + capacity);
    }
    this.capacity = capacity;
    this.keyLongs = keyLongs;
    this.rowLongs = rowLongs;
    multipliers = ThreadLocalRandom.current().longs(keyLongs).map(one -> one | 1).toArray();
    leaving = new long[keyLongs];
    room = Math.min(FIRST_ROOM, capacity);
    rows = rows(room);
    newer = new int[room];
    older = new int[room];
    buckets = new long[2 * room];
  }

  private LongBuffer rows(int count) {
    return ByteBuffer.allocateDirect(count * rowLongs * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  public int size() {
    return size;
  }

  public long forgotten() {
    return forgotten;
  }

  final long get(int number, int column) {
    return rows.get(number * rowLongs + column);
  }

  final void put(int number, int column, long value) {
    rows.put(number * rowLongs + column, value);
  }

  /** The number of the key, or -1. */
  final int find(long[] key) {
    int hash = hash(key);
    int mask = buckets.length - 1;
    for (int at = hash & mask; buckets[at] != 0; at = at + 1 & mask) {
      int number = (int) buckets[at] - 1;
      if ((int) (buckets[at] >>> 32) == hash && isKey(number, key)) {
        return number;
      }
    }
    return NONE;
  }

  /** Whether that number is this key's. */
  final boolean isKey(int number, long[] key) {
    int at = number * rowLongs;
    for (int i = 0; i < keyLongs; i++) {
      if (rows.get(at + i) != key[i]) {
        return false;
      }
    }
    return true;
  }

  private int hash(long[] key) {
    long sum = 0;
    for (int i = 0; i < keyLongs; i++) {
      sum += key[i] * multipliers[i];
    }
    return (int) (sum >>> 32);
  }

  /** Gives a key that is not there a number, and a row of zeros behind the key. */
  final int make(long[] key) {
    int number;
    if (size == capacity) {
      number = oldest;
      leaveAges(number);
      leaveBucket(number);
      forgotten++;
    } else {
      if (size == room) {
        grow();
      }
      number = size++;
    }
    int at = number * rowLongs;
    for (int i = 0; i < rowLongs; i++) {
      rows.put(at + i, i < keyLongs ? key[i] : 0);
    }
    enterBucket(hash(key), number);
    becomeNewest(number);
    return number;
  }

  /** This one is the last to make room. */
  final void renew(int number) {
    if (number != newest) {
      leaveAges(number);
      becomeNewest(number);
    }
  }

  private void grow() {
    room = Math.min(capacity, 2 * room);
    LongBuffer grown = rows(room);
    grown.put(0, rows, 0, rows.capacity());
    rows = grown;
    newer = Arrays.copyOf(newer, room);
    older = Arrays.copyOf(older, room);
    long[] before = buckets;
    buckets = new long[2 * room];
    for (long bucket : before) {
      if (bucket != 0) {
        enterBucket((int) (bucket >>> 32), (int) bucket - 1);
      }
    }
  }

  private void enterBucket(int hash, int number) {
    int mask = buckets.length - 1;
    int at = hash & mask;
    while (buckets[at] != 0) {
      at = at + 1 & mask;
    }
    buckets[at] = (long) hash << 32 | number + 1;
  }

  /** Those behind it move up, unless they would come to stand in front of where they belong. */
  private void leaveBucket(int number) {
    int mask = buckets.length - 1;
    int empty = bucketOf(number);
    for (int at = empty + 1 & mask; buckets[at] != 0; at = at + 1 & mask) {
      int home = (int) (buckets[at] >>> 32) & mask;
      if ((at - home & mask) >= (at - empty & mask)) {
        buckets[empty] = buckets[at];
        empty = at;
      }
    }
    buckets[empty] = 0;
  }

  private int bucketOf(int number) {
    rows.get(number * rowLongs, leaving);
    int mask = buckets.length - 1;
    int at = hash(leaving) & mask;
    while ((int) buckets[at] - 1 != number) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void leaveAges(int number) {
    int before = older[number];
    int after = newer[number];
    if (before == NONE) {
      oldest = after;
    } else {
      newer[before] = after;
    }
    if (after == NONE) {
      newest = before;
    } else {
      older[after] = before;
    }
  }

  private void becomeNewest(int number) {
    older[number] = newest;
    newer[number] = NONE;
    if (newest == NONE) {
      oldest = number;
    } else {
      newer[newest] = number;
    }
    newest = number;
  }
}
