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
    for (int i = after.size() - 1; i >= 0; i--) {
      Rule rule = after.get(i);
      Rule was = old.remove(rule.name());
      if (canCut(was, rule, othersGoElsewhere)) {
        return true;
      }
      othersGoElsewhere |= Effect.of(rule).isElsewhere();
    }
    return !old.isEmpty() || isReordered(before, after);
  }

  private static boolean canCut(Rule was, Rule rule, boolean othersGoElsewhere) {
    Effect effect = Effect.of(rule);
    if (was == null) {
      return !effect.isUntouched() || othersGoElsewhere;
    }
    return !was.match().equals(rule.match()) || Effect.of(was).canCut(effect);
  }

  private static boolean isReordered(List<Rule> before, List<Rule> after) {
    List<String> names = after.stream().map(Rule::name).toList();
    int last = -1;
    for (Rule rule : before) {
      int at = names.indexOf(rule.name());
      if (at < last) {
        return true;
      }
      last = at;
    }
    return false;
  }
}
