package io.udpscope.capture.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.PacketStore;
import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import org.junit.jupiter.api.Test;

class FlowCounterTest {
  private static final long AT_ONCE = Long.MAX_VALUE / 2;

  private final PacketStore store = new PacketStore(PacketStore.MIN_BYTES);
  private final Flows flows = new Flows();
  private final FlowCounter counter = new FlowCounter(store, flows);
  private long sent;

  private void arrive(int packets, int lostBefore) {
    for (int i = 0; i < packets; i++) {
      Frame frame = Frame.ethernet().ipv4().udp(1000 + i % 7, 53).payload(20);
      PacketRecord record = Records.lostBefore(Records.of(frame, false), lostBefore);
      store.append(record.buffer(), record.offset(), PacketRecord.size(record.captured()));
      sent++;
    }
  }

  @Test
  void leavesNothingOutWhereItIsAskedInTime() {
    for (int round = 0; round < 100; round++) {
      arrive(500, round % 3); // gaps are rows, and no packets
      assertThat(counter.advance(AT_ONCE)).isTrue();
    }
    assertThat(store.firstRow()).as("the store is full").isPositive();
    assertThat(flows.total().packets()).isEqualTo(sent);
    assertThat(counter.leftOut()).isZero();
  }

  @Test
  void goesOnWhereItsTimeWasOver() {
    arrive(3000, 0);
    int looks = 1;
    while (!counter.advance(0)) {
      looks++;
    }
    assertThat(looks).isGreaterThan(5);
    assertThat(flows.total().packets()).isEqualTo(3000);
  }

  @Test
  void saysHowManyWereTooMany() {
    arrive(100, 0);
    counter.advance(AT_ONCE);
    while (store.firstRow() < 50_000) {
      arrive(1000, 1);
    }
    assertThat(counter.advance(AT_ONCE)).isTrue();
    arrive(10, 0);
    assertThat(counter.advance(AT_ONCE)).isTrue();
    assertThat(flows.total().packets()).isEqualTo(110);
    assertThat(counter.leftOut()).isEqualTo(sent - 110);
  }
}
