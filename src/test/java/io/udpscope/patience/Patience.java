package io.udpscope.patience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waiting for what is on its way, as long as it takes and no longer. Between two looks the
 * processor is left to the program under test.
 */
public final class Patience {
  /** Who waits for so long waits in vain, on a busy machine, too. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long SHORTEST_REST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Patience() {}

  /**
   * Asks until the answer is yes or the time is over.
   *
   * @return the last answer
   */
  public static boolean comes(BooleanSupplier condition) {
    long start = System.nanoTime();
    long restNanos = SHORTEST_REST_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(restNanos);
      restNanos = Math.min(2 * restNanos, LONGEST_REST_NANOS);
    }
    return true;
  }

  /** As above, but a no is a failure. */
  public static void until(String what, BooleanSupplier condition) {
    if (!comes(condition)) {
      throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
    }
  }
}
