package io.udpscope.netns.datapath;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for what is on its way, as long as it takes and no longer. */
public final class Eventually {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Eventually() {}

  /**
   * Asks until the answer is as wanted or the time is over.
   *
   * @return the last answer, for an assertion to judge
   */
  public static <T> T ask(Supplier<T> question, Predicate<T> wanted) {
    long start = System.nanoTime();
    T answer = question.get();
    while (!wanted.test(answer) && System.nanoTime() - start < DEADLINE_NANOS) {
      Thread.onSpinWait();
      answer = question.get();
    }
    return answer;
  }

  public static <T> T becomes(T expected, Supplier<T> question) {
    return ask(question, answer -> Objects.equals(answer, expected));
  }
}
