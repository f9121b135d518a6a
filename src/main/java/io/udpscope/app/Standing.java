package io.udpscope.app;

import io.udpscope.app.change.RuleDifference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A change that goes back by itself unless it is kept.
 *
 * @param differences between the rules that were kept last and those in force
 * @param secondsLeft until it goes back, begun ones counted whole
 */
public record Standing(List<RuleDifference> differences, long secondsLeft) {
  private static final long SECOND_NANOS = 1_000_000_000;

  static Standing of(List<RuleDifference> differences, long leftNanos) {
    return new Standing(differences, Math.max(0, (leftNanos + SECOND_NANOS - 1) / SECOND_NANOS));
  }

  /** What of a rule stands unconfirmed. */
  public boolean holds(String rule, RuleDifference.Aspect aspect) {
    return differences.stream().anyMatch(one -> one.rule().equals(rule) && one.aspect() == aspect);
  }

  /** {@code DROP on telemetry goes back to PASS}. */
  public String what() {
    return what(RuleDifference::goesBack);
  }

  /** {@code DROP on telemetry goes back}. */
  public String whatBriefly() {
    return what(RuleDifference::goesBackBriefly);
  }

  private String what(Function<RuleDifference, String> words) {
    Optional<RuleDifference> first = differences.stream().findFirst();
    int more = differences.size() - 1;
    return first.map(words).orElse("the change goes back")
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** {@code " in 48 s"}. */
  public String when() {
    return " in " + secondsLeft + " s";
  }
}
