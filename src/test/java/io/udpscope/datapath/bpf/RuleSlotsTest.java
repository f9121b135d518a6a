package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Match;
import io.udpscope.model.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSlotsTest {
  private final RuleSlots slots = new RuleSlots();

  private static Rule rule(String name) {
    return new Rule(name, Match.ANY, Action.PASS);
  }

  private RuleSlots.Assignment put(String... names) {
    List<Rule> rules = new ArrayList<>();
    for (String name : names) {
      rules.add(rule(name));
    }
    RuleSlots.Assignment assignment = slots.assign(rules);
    slots.commit(assignment);
    return assignment;
  }

  @Test
  void aRuleKeepsItsSlotWhereverItStands() {
    put("a", "b");
    int a = slots.of("a");
    put("c", "b", "a");
    assertThat(slots.of("a")).isEqualTo(a);
    assertThat(slots.name(a)).isEqualTo("a");
  }

  @Test
  void aRenamedRuleHasANewSlotAndTheOldOneStandsForNobody() {
    put("a");
    int a = slots.of("a");
    put("b");
    assertThat(slots.of("b")).isNotEqualTo(a);
    assertThat(slots.name(a)).isNull();
  }

  @Test
  void nothingChangesUntilTheAssignmentIsCommitted() {
    put("a");
    int a = slots.of("a");
    slots.assign(List.of(rule("b")));
    assertThat(slots.name(a)).isEqualTo("a");
    assertThat(put("c").byName()).containsValue(a + 1);
  }

  @Test
  void aFreedSlotRestsUntilEveryOtherOneWasUsedAndIsThenZeroed() {
    put("first");
    int first = slots.of("first");
    for (int i = 0; i < 4095; i++) {
      RuleSlots.Assignment assignment = put("r" + i);
      assertThat(assignment.reused()).isEmpty();
      assertThat(slots.of("r" + i)).isNotEqualTo(first);
    }
    assertThat(put("last").reused()).containsExactly(first);
    assertThat(slots.of("last")).isEqualTo(first);
  }
}
