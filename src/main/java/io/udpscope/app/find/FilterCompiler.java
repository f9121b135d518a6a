package io.udpscope.app.find;

import io.udpscope.capture.filter.FilterException;
import io.udpscope.capture.filter.PacketFilter;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Has filters compiled on a thread of its own, one at a time: however long an expression keeps
 * libpcap busy, the agent goes on. Of the expressions that wait the newest is compiled, or the one
 * that is to be used. The agent's.
 */
final class FilterCompiler {
  /** A filter takes far less than a millisecond. */
  private static final long DEADLINE_NANOS = 2_000_000_000;

  private final Executor executor;
  private final Runnable done;
  private final LongSupplier nanoTime;
  private Optional<Request> running = Optional.empty();
  private Optional<Request> waiting = Optional.empty();

  /** What came of an expression: the filter if it is to be used, or the problem with it. */
  record Result(FilterNews.Answer answer, Optional<PacketFilter> filter) {}

  private static final class Request {
    final String expression;
    final boolean toUse;
    long deadline;
    boolean givenUp;
    volatile Result result;

    Request(String expression, boolean toUse) {
      this.expression = expression;
      this.toUse = toUse;
    }

    Result compile() {
      try {
        PacketFilter filter = PacketFilter.compile(expression);
        if (!toUse) {
          filter.close();
        }
        return result(Optional.empty(), toUse ? Optional.of(filter) : Optional.empty());
      } catch (FilterException e) {
        return result(Optional.of(e.getMessage()), Optional.empty());
      }
    }

    Result result(Optional<String> problem, Optional<PacketFilter> filter) {
      return new Result(new FilterNews.Answer(expression, toUse, problem), filter);
    }
  }

  /**
   * @param executor runs one after the other
   * @param done called on its thread after each
   * @param nanoTime a clock that never goes back, nanoseconds
   */
  FilterCompiler(Executor executor, Runnable done, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.executor = executor;
    this.done = done;
  }

  /**
   * @param toUse false: only whether it can be compiled matters
   */
  void ask(String expression, boolean toUse) {
    if (toUse || waiting.isEmpty() || !waiting.get().toUse) {
      waiting = Optional.of(new Request(expression, toUse));
      startNext();
    }
  }

  /** Nothing that was asked before is to be used any more. */
  void forget() {
    waiting = Optional.empty();
    running.ifPresent(request -> request.givenUp = true);
  }

  private void startNext() {
    if (running.isPresent() || waiting.isEmpty()) {
      return;
    }
    Request next = waiting.get();
    next.deadline = nanoTime.getAsLong() + DEADLINE_NANOS;
    running = waiting;
    waiting = Optional.empty();
    executor.execute(
        () -> {
          next.result = next.compile();
          done.run();
        });
  }

  /** What has come of the expression that is being compiled, once. */
  Optional<Result> poll() {
    if (running.isEmpty()) {
      return Optional.empty();
    }
    Request request = running.get();
    Result result = request.result;
    if (result == null) {
      if (request.givenUp || nanoTime.getAsLong() - request.deadline < 0) {
        return Optional.empty();
      }
      request.givenUp = true;
      String problem = "libpcap takes too long over this filter";
      return Optional.of(request.result(Optional.of(problem), Optional.empty()));
    }
    running = Optional.empty();
    startNext();
    if (request.givenUp) {
      result.filter().ifPresent(PacketFilter::close);
      return Optional.empty();
    }
    return Optional.of(result);
  }
}
