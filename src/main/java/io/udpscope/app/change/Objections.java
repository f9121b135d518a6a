package io.udpscope.app.change;

import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a review of the rules has against a change; what it had against them before is not said
 * again.
 *
 * @param refusal why the change must not be made
 * @param warning why it may not do what was meant
 */
public record Objections(Optional<String> refusal, Optional<String> warning) {
  /**
   * @param interfaces those of the session
   */
  public static Objections to(List<Rule> before, List<Rule> after, Set<String> interfaces) {
    Set<String> known = new HashSet<>();
    for (Finding finding : RuleSetReview.of(before, interfaces)) {
      known.add(text(before, finding));
    }
    List<Finding> fresh =
        RuleSetReview.of(after, interfaces).stream()
            .filter(finding -> !known.contains(text(after, finding)))
            .toList();
    return new Objections(
        fresh.stream().filter(Finding::error).map(one -> text(after, one)).findFirst(),
        fresh.stream().filter(one -> !one.error()).map(one -> text(after, one)).findFirst());
  }

  private static String text(List<Rule> rules, Finding finding) {
    return rules.get(finding.rule()).name() + ", " + finding.field() + ": " + finding.reason();
  }
}
