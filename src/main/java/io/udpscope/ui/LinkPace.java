package io.udpscope.ui;

/**
 * How much the link to the terminal takes, seen by when the terminal answers a question at the end
 * of what was sent. Between a program and a terminal there may be buffers for a minute's worth of
 * bytes (a pty, ssh), and a frame that lies there is old when it is seen, and so is the answer to a
 * key behind it: nothing new is sent until what was sent has been read. One thread's; times are
 * {@link System#nanoTime}.
 */
final class LinkPace {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  /**
   * What is sent first, not knowing the link; as long as answers are prompt, twice as much next.
   */
  private static final int START_BYTES = 1024;

  private static final int MOST_BYTES = 1 << 15;

  /** A row of a screen or two. */
  private static final int LEAST_BYTES = 192;

  private static final long MILLISECOND = 1_000_000;

  /** So much later than on an idle link, an answer still is prompt. */
  private static final long PROMPT_NANOS = 100 * MILLISECOND;

  /** So much later, it is awaited before anything else is sent. */
  private static final long LATE_NANOS = 250 * MILLISECOND;

  /** What is sent at once to a slow link should be read within that time. */
  private static final long PART_NANOS = 400 * MILLISECOND;

  /** How often a link that keeps up is asked. */
  private static final long ASKING_NANOS = 1000 * MILLISECOND;

  /** The same where next to nothing was sent since: a clock that goes on fits any link. */
  private static final long RARELY_NANOS = 10_000 * MILLISECOND;

  /** A terminal that has not answered its first question by then never will. */
  private static final long MUTE_NANOS = 400 * MILLISECOND;

  /** One that has answered before is asked again then: an answer may be lost. */
  private static final long LOST_NANOS = 10_000 * MILLISECOND;

  private int budget = START_BYTES;
  private boolean asked;
  private long askedNanos;
  private int askedBytes;
  private int sentSince;
  private boolean answers;
  private boolean mute;
  private boolean slow;
  private long leastNanos = Long.MAX_VALUE;

  /** Whether anything may be sent now. */
  boolean mayWrite(long now) {
    giveUp(now);
    if (!asked) {
      return true;
    }
    return budget == UNLIMITED && now - askedNanos < leastNanos + LATE_NANOS;
  }

  private void giveUp(long now) {
    if (asked && now - askedNanos > (answers ? LOST_NANOS : MUTE_NANOS)) {
      asked = false;
      mute = !answers;
      budget = mute ? UNLIMITED : START_BYTES;
    }
  }

  /** Whether what is sent now should end with a question. */
  boolean wantsAnswer(long now) {
    long every = sentSince < START_BYTES ? RARELY_NANOS : ASKING_NANOS;
    return !asked && !mute && (budget != UNLIMITED || now - askedNanos >= every);
  }

  /** So many bytes went out without a question behind them. */
  void sent(int bytes) {
    sentSince = Math.min(START_BYTES, sentSince + bytes);
  }

  /** Bytes that may be sent at once. */
  int budget() {
    return budget;
  }

  /** A question went out behind so many bytes. */
  void asked(long now, int bytes) {
    asked = true;
    askedNanos = now;
    askedBytes = bytes;
    sentSince = 0;
  }

  boolean isAsked() {
    return asked;
  }

  void answered(long now) {
    mute = false;
    answers = true;
    if (!asked) {
      return;
    }
    asked = false;
    long taken = now - askedNanos;
    leastNanos = Math.min(leastNanos, taken);
    long late = taken - leastNanos;
    if (late <= PROMPT_NANOS) {
      budget = budget >= MOST_BYTES ? UNLIMITED : 2 * budget;
      slow &= budget != UNLIMITED;
    } else if (budget != UNLIMITED || late > LATE_NANOS) {
      long part = (long) (askedBytes * (double) PART_NANOS / late);
      budget = (int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, part));
      slow = true;
    }
  }

  /**
   * The terminal sets the pace: an answer was late, and not enough of them have been prompt since.
   */
  boolean isSlow() {
    return slow;
  }

  /** Milliseconds until there is no more waiting for an answer; -1 if none is waited for. */
  int patienceMillis(long now) {
    if (!asked) {
      return -1;
    }
    long left = (answers ? LOST_NANOS : MUTE_NANOS) - (now - askedNanos);
    return (int) Math.max(1, left / MILLISECOND + 1);
  }
}
