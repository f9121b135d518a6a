package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which counters are whose. A rule keeps its slot as long as a rule of its name is there. The slot
 * of a removed one goes to the end of the queue, behind every other free one: records that bear it
 * are long gone when it is given out again.
 */
final class RuleSlots {
  private Map<String, Integer> slots = Map.of();
  private final String[] names = new String[Limits.RULE_SLOTS];
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final boolean[] used = new boolean[Limits.RULE_SLOTS];

  RuleSlots() {
    for (int slot = 0; slot < Limits.RULE_SLOTS; slot++) {
      free.add(slot);
    }
  }

  /**
   * What a set of rules would have. Nothing changes until {@link #commit}.
   *
   * @param byName the slot of each rule
   * @param reused slots among them that were another rule's once: their counters must be zeroed
   */
  record Assignment(Map<String, Integer> byName, List<Integer> reused) {}

  Assignment assign(List<Rule> rules) {
    Set<String> wanted = new HashSet<>();
    for (Rule rule : rules) {
      if (!wanted.add(rule.name())) {
        throw new DatapathException("two rules have the name " + rule.name() + ": rename one");
      }
    }
    Map<String, Integer> assigned = new HashMap<>();
    List<Integer> reused = new ArrayList<>();
    var next = free.iterator();
    for (Rule rule : rules) {
      Integer kept = slots.get(rule.name());
      int slot = kept != null ? kept : next.next();
      assigned.put(rule.name(), slot);
      if (kept == null && used[slot]) {
        reused.add(slot);
      }
    }
    return new Assignment(assigned, reused);
  }

  void commit(Assignment assignment) {
    Map<String, Integer> assigned = assignment.byName();
    slots.forEach(
        (name, slot) -> {
          if (!assigned.containsKey(name)) {
            names[slot] = null;
            free.addLast(slot);
          }
        });
    assigned.forEach(
        (name, slot) -> {
          if (!name.equals(names[slot])) {
            free.remove(slot);
            names[slot] = name;
            used[slot] = true;
          }
        });
    slots = assigned;
  }

  int of(String name) {
    return slots.get(name);
  }

  /** The rule that has a slot; null if it is free. */
  String name(int slot) {
    return slot < names.length ? names[slot] : null;
  }
}
