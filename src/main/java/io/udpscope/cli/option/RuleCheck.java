package io.udpscope.cli.option;

import io.udpscope.model.Action;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Judges the rules of a session together, before any of them is in force. */
public final class RuleCheck {
  private RuleCheck() {}

  /**
   * @param rules those of {@code origin}, with what their host names stand for
   * @return warnings, a line each
   * @throws WrongRulesException with all that is wrong
   */
  public static List<String> warnings(RuleOrigin origin, List<Rule> rules, Set<String> interfaces) {
    List<String> warnings = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Finding finding : RuleSetReview.of(rules, interfaces)) {
      String line = origin.place(finding.rule(), finding.field()) + ": " + finding.reason();
      (finding.error() ? errors : warnings).add(line);
    }
    if (!errors.isEmpty()) {
      throw new WrongRulesException(errors.stream().distinct().toList());
    }
    return warnings;
  }

  /**
   * @throws UsageException if a rule changes traffic
   */
  public static void readOnly(RuleOrigin origin) {
    List<Rule> rules = origin.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      refuse(rule.action() == Action.DROP, origin, i, "action", "dropping");
      refuse(rule.translate().isPresent(), origin, i, "translate", "translating");
      refuse(rule.forward().isPresent(), origin, i, "forward.targets[0]", "forwarding");
    }
  }

  private static void refuse(
      boolean changes, RuleOrigin origin, int rule, String field, String what) {
    if (changes) {
      throw new UsageException(
          origin.place(rule, field) + ": " + what + " changes traffic, and --read-only is given");
    }
  }
}
