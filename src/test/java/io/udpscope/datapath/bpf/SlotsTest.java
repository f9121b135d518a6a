package io.udpscope.datapath.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.datapath.DatapathException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final Slots<String> slots = new Slots<>("rules", 4096);

  private Slots.Assignment<String> put(String... names) {
    Slots.Assignment<String> assignment = slots.assign(List.of(names));
    slots.commit(assignment);
    return assignment;
  }

  @Test
  void aRuleKeepsItsSlotWhereverItStands() {
    put("a", "b");
    int a = slots.of("a");
    put("c", "b", "a");
    assertThat(slots.of("a")).isEqualTo(a);
    assertThat(slots.holder(a)).isEqualTo("a");
  }

  @Test
  void aRenamedRuleHasANewSlotAndTheOldOneStandsForNobody() {
    put("a");
    int a = slots.of("a");
    put("b");
    assertThat(slots.of("b")).isNotEqualTo(a);
    assertThat(slots.holder(a)).isNull();
  }

  @Test
  void nothingChangesUntilTheAssignmentIsCommitted() {
    put("a");
    int a = slots.of("a");
    slots.assign(List.of("b"));
    assertThat(slots.holder(a)).isEqualTo("a");
    assertThat(put("c").slots()).containsValue(a + 1);
  }

  @Test
  void aFreedSlotRestsUntilEveryOtherOneWasUsedAndIsThenZeroed() {
    put("first");
    int first = slots.of("first");
    for (int i = 0; i < 4095; i++) {
      Slots.Assignment<String> assignment = put("r" + i);
      assertThat(assignment.reused()).isEmpty();
      assertThat(slots.of("r" + i)).isNotEqualTo(first);
    }
    assertThat(put("last").reused()).containsExactly(first);
    assertThat(slots.of("last")).isEqualTo(first);
  }

  @Test
  void moreThanThereAreSlotsForAreRefused() {
    Slots<String> few = new Slots<>("targets", 3);
    few.commit(few.assign(List.of("a", "b")));
    assertThatThrownBy(() -> few.assign(List.of("b", "c", "d")))
        .isInstanceOf(DatapathException.class)
        .hasMessage("too many targets change at once: confirm, or change fewer");
    assertThat(few.assign(List.of("b", "c")).slots()).containsEntry("c", 2);
  }
}
