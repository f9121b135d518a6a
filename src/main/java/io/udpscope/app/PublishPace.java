package io.udpscope.app;

/**
 * When the next snapshot is due: at once if it was asked for, soon if there is something new, and
 * each second. The agent's.
 */
final class PublishPace {
  private static final long PUBLISH_NANOS = 100_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private static final long DAY_NANOS = 86_400 * SECOND_NANOS;

  private boolean asked;
  private boolean fresh = true;
  private long lastPublished;
  private long nextSecond;

  PublishPace(long nowNanos) {
    nextSecond = nowNanos;
  }

  /** Somebody waits for it. */
  void ask() {
    asked = true;
  }

  /** There is something new to show. */
  void refresh() {
    fresh = true;
  }

  /** Another second has begun. */
  boolean isSecond(long nowNanos) {
    return nowNanos - nextSecond >= 0;
  }

  /** What is done each second is done; seconds that were slept through are not made up for. */
  void secondDone(long nowNanos) {
    boolean late = nowNanos - nextSecond >= SECOND_NANOS;
    nextSecond = (late ? nowNanos : nextSecond) + SECOND_NANOS;
  }

  /** Seconds change nothing any more: from now on only what is asked for is shown. */
  void endSeconds(long nowNanos) {
    nextSecond = nowNanos + DAY_NANOS;
  }

  boolean isDue(long nowNanos) {
    boolean soon = nowNanos - lastPublished >= PUBLISH_NANOS || isSecond(nowNanos);
    return asked || fresh && soon;
  }

  void published(long nowNanos) {
    lastPublished = nowNanos;
    fresh = false;
    asked = false;
  }

  /** When it is due if nothing more happens. */
  long nextNanos() {
    return fresh ? Math.min(nextSecond, lastPublished + PUBLISH_NANOS) : nextSecond;
  }
}
