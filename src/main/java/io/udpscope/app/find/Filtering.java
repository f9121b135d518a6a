package io.udpscope.app.find;

import io.udpscope.capture.PacketRows;
import io.udpscope.capture.filter.FilteredRows;
import io.udpscope.capture.filter.PacketFilter;
import io.udpscope.capture.filter.ShownRows;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** The display filter: which rows of the store are shown. The agent's. */
public final class Filtering {
  /** Enough for tens of thousands of packets, and little of what the ring holds meanwhile. */
  private static final long SLICE_NANOS = 5_000_000;

  private final PacketRows store;
  private final FilterCompiler compiler;
  private final ShownRows all;
  private Optional<FilteredRows> filtered = Optional.empty();
  private String inForce = "";
  private OptionalLong start = OptionalLong.empty();
  private long series;
  private FilterNews.Answer answer = FilterNews.NONE.answer();

  /**
   * @param executor compiles filters, one after the other
   * @param done called on its thread after each
   */
  public Filtering(PacketRows store, Executor executor, Runnable done) {
    this.store = store;
    compiler = new FilterCompiler(executor, done, System::nanoTime);
    all = ShownRows.all(store);
  }

  /**
   * Shows what this expression accepts as soon as it is compiled; all if it is empty.
   *
   * @param from the row that is looked at first; empty: the newest is, then those before it
   */
  public void set(String expression, OptionalLong from) {
    start = from;
    if (expression.isBlank()) {
      compiler.forget();
      use("", Optional.empty());
      answer = new FilterNews.Answer("", true, Optional.empty());
    } else {
      compiler.ask(expression, true);
    }
  }

  /** Says whether this expression could be used. */
  public void check(String expression) {
    compiler.ask(expression, false);
  }

  /**
   * Looks at some more packets.
   *
   * @return whether there is something to say at once
   */
  public boolean advance() {
    Optional<FilterCompiler.Result> result = compiler.poll();
    result.ifPresent(this::take);
    if (filtered.isEmpty()) {
      return result.isPresent();
    }
    boolean before = filtered.get().isComplete();
    filtered.get().advance(SLICE_NANOS);
    return result.isPresent() || before != filtered.get().isComplete();
  }

  private void take(FilterCompiler.Result result) {
    answer = result.answer();
    result.filter().ifPresent(filter -> use(answer.expression(), Optional.of(filter)));
  }

  private void use(String expression, Optional<PacketFilter> filter) {
    close();
    series++;
    inForce = expression;
    if (filter.isPresent()) {
      long end = store.endRow();
      long from = Math.max(store.firstRow(), Math.min(start.orElse(end), end));
      filtered = Optional.of(new FilteredRows(store, filter.get(), from));
    }
  }

  /** There are old packets to look at, or the newest ones are waiting. */
  public boolean isBusy() {
    return filtered.map(rows -> !rows.isComplete() || rows.behind() > 0).orElse(false);
  }

  /** All old packets were looked at; of the new ones it may be behind. */
  boolean isComplete() {
    return filtered.map(FilteredRows::isComplete).orElse(true);
  }

  public ShownRows rows() {
    return filtered.map(rows -> (ShownRows) rows).orElse(all);
  }

  /** Another number for each filter. */
  public long series() {
    return series;
  }

  public FilterNews news() {
    if (filtered.isEmpty()) {
      return new FilterNews("", store.held(), 100, store.firstRow(), 0, answer);
    }
    FilteredRows rows = filtered.get();
    return new FilterNews(
        inForce, rows.packets(), rows.percent(), rows.lookedAtFrom(), rows.behind(), answer);
  }

  /** Gives the filter's memory back. */
  public void close() {
    filtered.ifPresent(FilteredRows::close);
    filtered = Optional.empty();
  }
}
