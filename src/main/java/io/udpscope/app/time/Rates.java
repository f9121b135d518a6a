package io.udpscope.app.time;

import java.util.List;

/**
 * What passes a second.
 *
 * @param seen by the program, over the last second
 * @param unmatchedPerSecond packets that no rule matches
 * @param history packets a second, the newest second last
 * @param timeline the last minutes
 */
public record Rates(Rate seen, long unmatchedPerSecond, List<Long> history, Timeline timeline) {
  public static final Rates NONE = new Rates(Rate.NONE, 0, List.of(), Timeline.EMPTY);

  /** Nothing is counted any more. */
  public Rates stopped() {
    return new Rates(Rate.NONE, 0, history, timeline);
  }
}
