package io.udpscope.app.log;

import io.udpscope.app.change.RuleDifference;
import io.udpscope.app.time.TimeOfDay;
import io.udpscope.model.Rule;
import java.time.Instant;
import java.util.List;

/**
 * A line of the session's log of changes.
 *
 * @param number from 1, in the order of happening
 * @param timeOfDayNanos the same moment as {@code at}, local time since midnight
 * @param operator whose change it was, also where it went back by itself
 * @param stands it goes back by itself unless it is kept
 * @param before the rules in force until then
 * @param after the rules in force from then on
 */
public record LoggedChange(
    long number,
    Instant at,
    long timeOfDayNanos,
    Operator operator,
    Kind kind,
    boolean stands,
    List<Rule> before,
    List<Rule> after)
    implements LogLine {
  public enum Kind {
    CHANGED,
    /** The same rules, for good now. */
    KEPT,
    UNDONE,
    /** What was undone is so again. */
    REDONE,
    /** Nobody kept it in time. */
    WENT_BACK
  }

  public LoggedChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** {@code 02:13:45 ops from 192.0.2.7: telemetry PASS → DROP}. */
  public String text() {
    return TimeOfDay.text(timeOfDayNanos) + " " + operator + ": " + what();
  }

  @Override
  public String what() {
    String what = RuleDifference.describe(differences());
    return switch (kind) {
      case CHANGED -> what;
      case KEPT -> "kept, " + what;
      case UNDONE -> "undone, " + what;
      case REDONE -> "redone, " + what;
      case WENT_BACK -> "went back, " + what;
    };
  }

  /** Between the rules before and those after it. */
  public List<RuleDifference> differences() {
    return RuleDifference.between(before, after);
  }
}
