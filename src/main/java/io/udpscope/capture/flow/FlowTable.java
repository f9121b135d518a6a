package io.udpscope.capture.flow;

import io.udpscope.model.Traffic;

/**
 * What was counted of each of many things, which are known by a number below {@link #size}. A
 * number may become another thing's once the table is full: the one that was idle longest, in whole
 * seconds, makes room. Times are those of the monotonic clock, seconds are its whole seconds. Used
 * by one thread only.
 */
public interface FlowTable {
  long SECOND_NANOS = 1_000_000_000;

  int size();

  long packets(int number);

  /** Of whole frames. */
  long bytes(int number);

  default Traffic traffic(int number) {
    return new Traffic(packets(number), bytes(number));
  }

  /** Packets in one of the last few seconds: {@link #seconds} of them, the one now among them. */
  long packetsIn(int number, int second);

  /** Bytes in one of the last few seconds; no more than 2^32 - 1. */
  long bytesIn(int number, int second);

  /** How many seconds are remembered one by one. */
  int seconds();

  long firstNanos(int number);

  long lastNanos(int number);

  /** So much a second, from its first packet to its last; 0 if these are of one moment. */
  default long perSecond(int number, long amount) {
    long span = lastNanos(number) - firstNanos(number);
    return span <= 0 ? 0 : (long) (amount * (double) SECOND_NANOS / span);
  }

  /** How many things have made room. */
  long forgotten();

  /** The second that a moment belongs to. */
  static int second(long nanos) {
    return (int) (nanos / SECOND_NANOS);
  }
}
