package io.udpscope.datapath;

import io.udpscope.model.Rule;
import java.util.List;

/**
 * Rules in force that nobody has kept yet.
 *
 * @param deadlineNanos kernel's monotonic clock: from then on packets obey {@code fallback} again
 * @param fallback the rules that were kept last
 */
public record Unconfirmed(long deadlineNanos, List<Rule> fallback) {
  public Unconfirmed {
    fallback = List.copyOf(fallback);
  }
}
