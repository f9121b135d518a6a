package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which counters are whose: the slots of rules, or of targets. A holder keeps its slot as long as
 * it is there. The slot of a removed one goes to the end of the queue, behind every other free one:
 * records that bear it are long gone when it is given out again.
 *
 * @param <K> what a holder is known by
 */
final class Slots<K> {
  private final String what;
  private final List<K> holders = new ArrayList<>();
  private final Set<Integer> free = new LinkedHashSet<>();
  private final boolean[] used;
  private Map<K, Integer> slots = Map.of();

  /**
   * @param what holds them, for messages: {@code "rules"}
   */
  Slots(String what, int count) {
    this.what = what;
    this.used = new boolean[count];
    for (int slot = 0; slot < count; slot++) {
      holders.add(null);
      free.add(slot);
    }
  }

  /**
   * What a set of holders would have. Nothing changes until {@link #commit}.
   *
   * @param slots of each holder
   * @param reused slots among them that were another one's once: their counters must be zeroed
   */
  record Assignment<K>(Map<K, Integer> slots, List<Integer> reused) {}

  /**
   * @throws DatapathException if they and those that go now do not fit together
   */
  Assignment<K> assign(Collection<K> wanted) {
    Map<K, Integer> assigned = new HashMap<>();
    List<Integer> reused = new ArrayList<>();
    Iterator<Integer> next = free.iterator();
    for (K holder : wanted) {
      Integer kept = slots.get(holder);
      if (kept == null && !next.hasNext()) {
        throw new DatapathException(
            "too many " + what + " change at once: confirm, or change fewer");
      }
      int slot = kept != null ? kept : next.next();
      assigned.put(holder, slot);
      if (kept == null && used[slot]) {
        reused.add(slot);
      }
    }
    return new Assignment<>(assigned, reused);
  }

  /**
   * @return those that had a slot and have none any more
   */
  Map<K, Integer> commit(Assignment<K> assignment) {
    Map<K, Integer> assigned = assignment.slots();
    Map<K, Integer> left = new HashMap<>();
    slots.forEach(
        (holder, slot) -> {
          if (!assigned.containsKey(holder)) {
            holders.set(slot, null);
            free.add(slot);
            left.put(holder, slot);
          }
        });
    assigned.forEach(
        (holder, slot) -> {
          free.remove(slot);
          holders.set(slot, holder);
          used[slot] = true;
        });
    slots = assigned;
    return left;
  }

  int of(K holder) {
    return slots.get(holder);
  }

  /** Who has a slot; null if it is free. */
  K holder(int slot) {
    return slot < used.length ? holders.get(slot) : null;
  }
}
