package io.udpscope.app.change;

import io.udpscope.model.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a change of the rules can cut somebody off. Rather once too often than once too seldom.
 */
public final class Risk {
  private Risk() {}

  public static boolean canCut(List<Rule> before, List<Rule> after) {
    Map<String, Rule> old = new HashMap<>();
    for (Rule rule : before) {
      old.put(rule.name(), rule);
    }
    boolean othersGoElsewhere = false; // by a rule further down
    boolean othersDrop = false;
    for (int i = after.size() - 1; i >= 0; i--) {
      Rule rule = after.get(i);
      Rule was = old.remove(rule.name());
      if (canCut(was, rule, othersGoElsewhere, othersDrop)) {
        return true;
      }
      Effect effect = Effect.of(rule);
      othersGoElsewhere |= effect.isElsewhere();
      othersDrop |= !effect.isUntouched();
    }
    return !old.isEmpty() || canCutByOrder(before, after);
  }

  private static boolean canCut(
      Rule was, Rule rule, boolean othersGoElsewhere, boolean othersDrop) {
    Effect effect = Effect.of(rule);
    if (was == null) {
      return !effect.isUntouched() || othersGoElsewhere;
    }
    // A packet that it asks for no more meets the rules behind it, and the other way round.
    boolean another = !was.match().equals(rule.match());
    boolean touches = !effect.isUntouched() || othersGoElsewhere || othersDrop;
    return another && touches || Effect.of(was).canCut(effect);
  }

  /** A packet that two rules ask for is decided by the other one now, which does worse to it. */
  private static boolean canCutByOrder(List<Rule> before, List<Rule> after) {
    if (RuleOrder.moved(before, after).isEmpty()) {
      return false;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      places.put(before.get(i).name(), i);
    }
    for (int i = 0; i < after.size(); i++) {
      Rule first = after.get(i);
      int place = places.getOrDefault(first.name(), -1);
      for (Rule second : after.subList(i + 1, after.size())) {
        boolean swapped = places.getOrDefault(second.name(), before.size()) < place;
        if (swapped
            && Effect.of(second).canCut(Effect.of(first))
            && first.match().overlaps(second.match())) {
          return true;
        }
      }
    }
    return false;
  }
}
