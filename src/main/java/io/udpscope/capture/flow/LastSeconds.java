package io.udpscope.capture.flow;

import java.nio.IntBuffer;

/**
 * Packets and bytes in each of the last few seconds, of things that have numbers. Seconds are those
 * of the monotonic clock, which the records bear.
 */
final class LastSeconds {
  private final int seconds;
  private IntBuffer newest = OffHeap.ints(0);
  private IntBuffer packets = OffHeap.ints(0);
  private IntBuffer bytes = OffHeap.ints(0);

  /**
   * @param seconds that are remembered, a power of two
   */
  LastSeconds(int seconds) {
    this.seconds = seconds;
  }

  /** Has room for the numbers below {@code room} from now on. */
  void grow(int room) {
    newest = OffHeap.grown(newest, room);
    packets = OffHeap.grown(packets, room * seconds);
    bytes = OffHeap.grown(bytes, room * seconds);
  }

  /** Nothing has happened to this one yet. */
  void clear(int number, int second) {
    newest.put(number, second - seconds);
    goOn(number, second);
  }

  /** A packet of that many bytes; another processor's may come a little late. */
  void add(int number, int second, int length) {
    if (second > newest.get(number)) {
      goOn(number, second);
    } else if (second <= newest.get(number) - seconds) {
      return;
    }
    int at = at(number, second);
    packets.put(at, packets.get(at) + 1);
    int sum = bytes.get(at) + length;
    bytes.put(at, sum < 0 ? Integer.MAX_VALUE : sum);
  }

  private void goOn(int number, int second) {
    int from = Math.max(newest.get(number) + 1, second - seconds + 1);
    for (int passed = from; passed <= second; passed++) {
      int at = at(number, passed);
      packets.put(at, 0);
      bytes.put(at, 0);
    }
    newest.put(number, second);
  }

  private int at(int number, int second) {
    return number * seconds + (second & seconds - 1);
  }

  private boolean isRemembered(int number, int second) {
    return second <= newest.get(number) && second > newest.get(number) - seconds;
  }

  int packets(int number, int second) {
    return isRemembered(number, second) ? packets.get(at(number, second)) : 0;
  }

  /** At most 2^31 - 1, where it was more. */
  int bytes(int number, int second) {
    return isRemembered(number, second) ? bytes.get(at(number, second)) : 0;
  }
}
