package io.udpscope.model;

import java.util.Objects;

/**
 * Match and action. Rules are ordered and the first match decides. The name is the rule's identity:
 * its counters follow the name through every change of the set.
 */
public record Rule(String name, Match match, Action action) {
  /** So many rules hold at once ({@code UDPSCOPE_MAX_RULES}). */
  public static final int MAX_RULES = 1024;

  public Rule {
    Objects.requireNonNull(match);
    Objects.requireNonNull(action);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a rule needs a name");
    }
  }

  public Rule withAction(Action changed) {
    return new Rule(name, match, changed);
  }
}
