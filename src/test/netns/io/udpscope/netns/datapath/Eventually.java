package io.udpscope.netns.datapath;

import io.udpscope.patience.Patience;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for an answer that is on its way. */
public final class Eventually {
  private Eventually() {}

  /**
   * Asks until the answer is as wanted or the time is over.
   *
   * @return the last answer, for an assertion to judge
   */
  public static <T> T ask(Supplier<T> question, Predicate<T> wanted) {
    AtomicReference<T> answer = new AtomicReference<>();
    Patience.comes(
        () -> {
          answer.set(question.get());
          return wanted.test(answer.get());
        });
    return answer.get();
  }

  public static <T> T becomes(T expected, Supplier<T> question) {
    return ask(question, answer -> Objects.equals(answer, expected));
  }
}
