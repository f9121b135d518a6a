package io.udpscope.app.change;

import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rules are asked at another place among those that two sets have in common. */
final class RuleOrder {
  private RuleOrder() {}

  /**
   * As few rules as can be that must move, of those in both sets, for one order to be the other.
   */
  static List<String> moved(List<Rule> before, List<Rule> after) {
    List<String> was = common(before, after);
    List<String> is = common(after, before);
    int end = was.size();
    int start = 0;
    while (start < end && was.get(start).equals(is.get(start))) {
      start++;
    }
    while (end > start && was.get(end - 1).equals(is.get(end - 1))) {
      end--;
    }
    return outOfOrder(was.subList(start, end), is.subList(start, end));
  }

  private static List<String> common(List<Rule> rules, List<Rule> others) {
    Set<String> names = new HashSet<>();
    others.forEach(rule -> names.add(rule.name()));
    return rules.stream().map(Rule::name).filter(names::contains).toList();
  }

  /** All but a longest row of names that are in the same order in both. */
  private static List<String> outOfOrder(List<String> was, List<String> is) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < was.size(); i++) {
      places.put(was.get(i), i);
    }
    int[] lengths = new int[is.size()];
    int longest = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1;
      for (int j = 0; j < i; j++) {
        if (places.get(is.get(j)) < places.get(is.get(i))) {
          lengths[i] = Math.max(lengths[i], lengths[j] + 1);
        }
      }
      longest = Math.max(longest, lengths[i]);
    }
    List<String> moved = new ArrayList<>();
    int next = longest;
    int place = was.size();
    for (int i = is.size() - 1; i >= 0; i--) {
      if (lengths[i] == next && places.get(is.get(i)) < place) {
        place = places.get(is.get(i));
        next--;
      } else {
        moved.add(0, is.get(i));
      }
    }
    return moved;
  }
}
