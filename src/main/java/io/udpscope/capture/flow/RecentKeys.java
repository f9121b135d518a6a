package io.udpscope.capture.flow;

import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keys of a few longs. Each has a number from 0 on, which is its own until it is the longest unused
 * one of as many as there may be, and another takes its place. Nothing is allocated for a key; the
 * arrays double until the capacity is reached. Used by one thread only.
 *
 * <p>The hash is seeded anew each time: whoever chooses the keys, by sending packets, cannot choose
 * those that meet in one bucket.
 */
final class RecentKeys {
  private static final int FIRST_ROOM = 1024;
  private static final int NONE = -1;
  private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

  private final int capacity;
  private final int width;
  private final long seed = ThreadLocalRandom.current().nextLong();
  private LongBuffer keys;
  private int[] hashes;
  private int[] nextInBucket;
  private int[] newer;
  private int[] older;
  private int[] buckets;
  private int size;
  private int newest = NONE;
  private int oldest = NONE;
  private boolean made;

  /**
   * @param capacity a power of two
   * @param width longs in a key
   */
  RecentKeys(int capacity, int width) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("the capacity is a power of two, not " + capacity);
    }
    this.capacity = capacity;
    this.width = width;
    int room = Math.min(FIRST_ROOM, capacity);
    keys = OffHeap.longs(room * width);
    hashes = new int[room];
    nextInBucket = new int[room];
    newer = new int[room];
    older = new int[room];
    link(room);
  }

  /** How many there are; their numbers are those below it. */
  int size() {
    return size;
  }

  /** How many the arrays have room for at the moment. */
  int room() {
    return hashes.length;
  }

  /** Whether the last {@link #use} found no such key, and gave it a number. */
  boolean wasMade() {
    return made;
  }

  /** Whether a key would take another one's place if it were new. */
  boolean isFull() {
    return size == capacity;
  }

  long part(int number, int part) {
    return keys.get(number * width + part);
  }

  /** The number of the key, which is the newest from now on. */
  int use(long[] key) {
    made = false;
    if (newest != NONE && isKey(newest, key)) {
      return newest;
    }
    int hash = hash(key);
    int number = find(key, hash);
    if (number == NONE) {
      number = make(key, hash);
    } else if (number != newest) {
      leaveAges(number);
      becomeNewest(number);
    }
    return number;
  }

  /** The number of the key, or -1; it becomes no newer by that. */
  int find(long[] key) {
    return find(key, hash(key));
  }

  private int find(long[] key, int hash) {
    int number = buckets[hash & buckets.length - 1];
    while (number != NONE && !(hashes[number] == hash && isKey(number, key))) {
      number = nextInBucket[number];
    }
    return number;
  }

  private boolean isKey(int number, long[] key) {
    int at = number * width;
    for (int i = 0; i < width; i++) {
      if (keys.get(at + i) != key[i]) {
        return false;
      }
    }
    return true;
  }

  private int hash(long[] key) {
    long hash = seed;
    for (int i = 0; i < width; i++) {
      hash = (hash ^ key[i]) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private int make(long[] key, int hash) {
    int number;
    if (isFull()) {
      number = oldest;
      leaveAges(number);
      leaveBucket(number);
    } else {
      number = size++;
      if (number == room()) {
        grow();
      }
    }
    keys.put(number * width, key, 0, width);
    hashes[number] = hash;
    enterBucket(number);
    becomeNewest(number);
    made = true;
    return number;
  }

  private void grow() {
    int room = Math.min(capacity, 2 * room());
    keys = OffHeap.grown(keys, room * width);
    hashes = Arrays.copyOf(hashes, room);
    nextInBucket = Arrays.copyOf(nextInBucket, room);
    newer = Arrays.copyOf(newer, room);
    older = Arrays.copyOf(older, room);
    link(size - 1);
  }

  /** Puts the first {@code count} keys into new buckets, as many as there is room for keys. */
  private void link(int count) {
    buckets = new int[room()];
    Arrays.fill(buckets, NONE);
    for (int number = 0; number < Math.min(count, size); number++) {
      enterBucket(number);
    }
  }

  private void enterBucket(int number) {
    int bucket = hashes[number] & buckets.length - 1;
    nextInBucket[number] = buckets[bucket];
    buckets[bucket] = number;
  }

  private void leaveBucket(int number) {
    int bucket = hashes[number] & buckets.length - 1;
    int at = buckets[bucket];
    if (at == number) {
      buckets[bucket] = nextInBucket[number];
      return;
    }
    while (nextInBucket[at] != number) {
      at = nextInBucket[at];
    }
    nextInBucket[at] = nextInBucket[number];
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
