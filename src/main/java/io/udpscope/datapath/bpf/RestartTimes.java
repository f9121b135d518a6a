package io.udpscope.datapath.bpf;

import java.util.concurrent.TimeUnit;

/**
 * When something that has ended by itself is to be started again: after a second, and after twice
 * as long each time that it does not last, but never after more than a minute. Times are of {@link
 * System#nanoTime()}.
 */
final class RestartTimes {
  private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private long pause = SHORTEST_NANOS;
  private long due;
  private boolean ended;

  void ended(long now) {
    if (!ended && now - due >= LONGEST_NANOS) {
      pause = SHORTEST_NANOS; // it has lasted
    }
    ended = true;
    due = now + pause;
    pause = Math.min(2 * pause, LONGEST_NANOS);
  }

  boolean isDue(long now) {
    return ended && now - due >= 0;
  }

  void started(long now) {
    ended = false;
    due = now;
  }
}
