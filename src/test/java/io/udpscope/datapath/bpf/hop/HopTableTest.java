package io.udpscope.datapath.bpf.hop;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.NextHopLayout;
import io.udpscope.datapath.bpf.abi.NextHopsLayout;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import io.udpscope.model.NextHop.State;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HopTableTest {
  private final ByteBuffer map = NativeMemory.allocate(NextHopsLayout.SIZE);
  private final List<String> waits = new ArrayList<>();
  private final HopTable table = new HopTable(map, () -> waits.add("waited"));

  private static WayOut way(int interfaceIndex) {
    NextHop told =
        new NextHop(
            State.READY,
            Optional.of("eth0"),
            Optional.of(MacAddress.parse("02:00:00:00:00:01")),
            false);
    ByteBuffer header = ByteBuffer.allocate(14).put(0, (byte) 2);
    return new WayOut(
        told,
        interfaceIndex,
        1500,
        header,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        false);
  }

  private int entry(int slot) {
    return map.getInt(NextHopsLayout.ofTarget(slot));
  }

  private int interfaceIndex(int slot) {
    return map.getInt(NextHopsLayout.hop(entry(slot)) + NextHopLayout.IFINDEX);
  }

  @Test
  void whatNobodyPublishedIsUnknown() {
    assertThat(entry(Limits.TARGET_SLOTS - 1)).isZero();
    assertThat(map.get(NextHopsLayout.hop(0) + NextHopLayout.STATE))
        .isEqualTo((byte) State.UNKNOWN.ordinal());
  }

  @Test
  void aWayIsWrittenAndFound() {
    assertThat(table.publish(5, way(3))).isTrue();
    assertThat(interfaceIndex(5)).isEqualTo(3);
    int at = NextHopsLayout.hop(entry(5));
    assertThat(map.get(at + NextHopLayout.STATE)).isEqualTo((byte) State.READY.ordinal());
    assertThat(map.get(at + NextHopLayout.LINK_LENGTH)).isEqualTo((byte) 14);
    assertThat(map.get(at + NextHopLayout.LINK)).isEqualTo((byte) 2);
    assertThat(map.get(at + NextHopLayout.HAS_SOURCE)).isZero();
    assertThat(entry(4)).isZero();
  }

  @Test
  void whatIsTheSameIsNotWrittenAgain() {
    table.publish(5, way(3));
    int before = entry(5);
    assertThat(table.publish(5, way(3))).isFalse();
    assertThat(entry(5)).isEqualTo(before);
  }

  @Test
  void anEntryThatPacketsMayReadIsNotChangedBeforeTheyAreGone() {
    table.publish(0, way(1));
    for (int change = 2; change < Limits.NEXT_HOPS; change++) {
      int before = entry(0);
      table.publish(0, way(change));
      int at = NextHopsLayout.hop(before);
      assertThat(map.getInt(at)).isEqualTo(change - 1);
    }
    assertThat(waits).isEmpty();
    table.publish(0, way(Limits.NEXT_HOPS));
    assertThat(waits).hasSize(1);
    assertThat(interfaceIndex(0)).isEqualTo(Limits.NEXT_HOPS);
  }

  @Test
  void everyTargetCanChangeAtOnce() {
    for (int round = 1; round <= 5; round++) {
      for (int slot = 0; slot < Limits.TARGET_SLOTS; slot++) {
        table.publish(slot, way(round * Limits.TARGET_SLOTS + slot));
      }
      for (int slot = 0; slot < Limits.TARGET_SLOTS; slot++) {
        assertThat(interfaceIndex(slot)).isEqualTo(round * Limits.TARGET_SLOTS + slot);
      }
    }
  }

  @Test
  void aWithdrawnOneIsUnknown() {
    table.publish(5, way(3));
    table.withdraw(5);
    table.withdraw(6);
    assertThat(entry(5)).isZero();
    assertThat(entry(6)).isZero();
  }
}
