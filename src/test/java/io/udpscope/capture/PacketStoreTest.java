package io.udpscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketStoreTest {
  private static final int BYTES = PacketStore.MIN_BYTES;

  private final PacketStore store = new PacketStore(BYTES);
  private final PacketRecord flyweight = new PacketRecord();

  private static ByteBuffer record(int captured, long time, int lost) {
    ByteBuffer record =
        ByteBuffer.allocate(16 + PacketRecord.size(captured)).order(ByteOrder.nativeOrder());
    record.putLong(16 + PacketRecord.TIME, time);
    record.putInt(16 + PacketRecord.LENGTH, captured);
    record.putInt(16 + PacketRecord.LOST, lost);
    record.putShort(16 + PacketRecord.CAPTURED, (short) captured);
    for (int i = 0; i < captured; i++) {
      record.put(16 + PacketRecord.FRAME + i, (byte) (time + i));
    }
    return record;
  }

  private void append(int captured, long time, int lost) {
    store.append(record(captured, time, lost), 16, PacketRecord.size(captured));
  }

  @Test
  void keepsARecordByteForByte() {
    append(77, 5, 0);
    PacketRecord packet = store.packet(0, flyweight);
    assertThat(packet.monotonicNanos()).isEqualTo(5);
    byte[] frame = new byte[77];
    record(77, 5, 0).get(16 + PacketRecord.FRAME, frame);
    assertThat(packet.frame()).isEqualTo(frame);
    assertThat(store.number(0)).isEqualTo(1);
  }

  @Test
  void startsEmpty() {
    assertThat(store.firstRow()).isEqualTo(store.endRow());
    assertThat(store.bytesUsed()).isZero();
    assertThat(store.held()).isZero();
    assertThatThrownBy(() -> store.number(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theOldestGoFirstAndNumbersGoOn() {
    int packets = 50_000;
    for (int i = 1; i <= packets; i++) {
      append(64, i, 0);
    }
    assertThat(store.packets()).isEqualTo(packets);
    assertThat(store.endRow()).isEqualTo(packets);
    assertThat(store.bytesUsed()).isGreaterThan(BYTES * 9L / 10).isLessThanOrEqualTo(BYTES);
    assertThat(store.held()).isEqualTo(store.endRow() - store.firstRow());
    for (long row = store.firstRow(); row < store.endRow(); row++) {
      assertThat(store.number(row)).isEqualTo(row + 1);
      assertThat(store.packet(row, flyweight).monotonicNanos()).isEqualTo(row + 1);
    }
    assertThatThrownBy(() -> store.number(store.firstRow() - 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aGapIsARowInFrontOfItsPacket() {
    append(64, 1, 0);
    append(64, 2, 1204);
    assertThat(store.endRow()).isEqualTo(3);
    assertThat(store.isGap(0)).isFalse();
    assertThat(store.isGap(1)).isTrue();
    assertThat(store.packet(1, flyweight).lostBefore()).isEqualTo(1204);
    assertThat(store.isGap(2)).isFalse();
    assertThat(store.number(2)).isEqualTo(2);
    assertThat(store.packets()).isEqualTo(2);
  }

  @Test
  void recordsOfAllSizesStayWholeWhereTheRingWraps() {
    SplittableRandom random = new SplittableRandom(1);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int captured =
          random.nextInt(10) == 0 ? random.nextInt(9000, 65_536) : random.nextInt(0, 300);
      sizes.add(captured);
      append(captured, i, 0);
      assertThat(store.bytesUsed()).isLessThanOrEqualTo(BYTES);
    }
    assertThat(store.endRow() - store.firstRow()).isGreaterThan(10);
    for (long row = store.firstRow(); row < store.endRow(); row++) {
      PacketRecord packet = store.packet(row, flyweight);
      int captured = sizes.get((int) row);
      assertThat(packet.monotonicNanos()).isEqualTo(row);
      assertThat(packet.captured()).isEqualTo(captured);
      if (captured > 0) {
        assertThat(packet.frameByte(captured - 1)).isEqualTo((int) (row + captured - 1) & 0xff);
      }
    }
  }

  @Test
  void manyTinyRecordsDoNotOutgrowTheIndex() {
    for (int i = 0; i < 100_000; i++) {
      append(0, i, i % 2);
    }
    assertThat(store.packet(store.firstRow(), flyweight).monotonicNanos()).isPositive();
    assertThat(store.packet(store.endRow() - 1, flyweight).monotonicNanos()).isEqualTo(99_999);
  }

  @Test
  void refusesASizeThatItCannotHave() {
    assertThatThrownBy(() -> new PacketStore(1000)).hasMessageContaining("1000");
  }
}
