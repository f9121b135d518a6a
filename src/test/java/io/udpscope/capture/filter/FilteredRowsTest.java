package io.udpscope.capture.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.capture.PacketStore;
import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FilteredRowsTest {
  private static final long AT_ONCE = Long.MAX_VALUE / 2;

  private final PacketStore store = new PacketStore(PacketStore.MIN_BYTES);
  private final PacketRecord packet = new PacketRecord();

  private void arrive(int port, int payload, int lost) {
    Frame frame = Frame.ethernet().ipv4().udp(1, port).payload(payload);
    PacketRecord record = Records.lostBefore(Records.of(frame, false), lost);
    store.append(record.buffer(), record.offset(), PacketRecord.size(record.captured()));
  }

  private FilteredRows filtered() throws FilterException {
    PacketFilter filter = PacketFilter.compile("dst port 53");
    return new FilteredRows(store, filter, store.endRow());
  }

  private List<Long> expected() {
    List<Long> rows = new ArrayList<>();
    for (long row = store.firstRow(); row < store.endRow(); row++) {
      if (store.isGap(row) || store.packet(row, packet).destinationPort() == 53) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<Long> shown(ShownRows rows) {
    List<Long> shown = new ArrayList<>();
    for (long place = rows.first(); place < rows.end(); place++) {
      shown.add(rows.row(place));
    }
    return shown;
  }

  /** Packets come and make room while old ones are looked at, a few or many at a time. */
  @Test
  void showsWhatTheFilterAcceptsWhateverComesMeanwhile() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 9000; i++) {
      arrive(random.nextInt(4) == 0 ? 53 : 5005, random.nextInt(200), random.nextInt(50) / 49);
    }
    try (FilteredRows rows = filtered()) {
      for (int round = 0; round < 400; round++) {
        int packets = random.nextInt(60);
        for (int i = 0; i < packets; i++) {
          arrive(random.nextInt(4) == 0 ? 53 : 5005, random.nextInt(300), random.nextInt(50) / 49);
        }
        rows.advance(random.nextInt(10) == 0 ? 100_000 : 0);
        assertThat(shown(rows)).isSorted();
      }
      rows.advance(AT_ONCE);
      assertThat(rows.isComplete()).isTrue();
      assertThat(rows.percent()).isEqualTo(100);
      assertThat(rows.behind()).isZero();
      assertThat(store.firstRow()).isGreaterThan(1000);
      assertThat(shown(rows)).isEqualTo(expected());
      long gaps = expected().stream().filter(store::isGap).count();
      assertThat(rows.packets()).isEqualTo(expected().size() - gaps);
    }
  }

  @Test
  void theNewestComeFirstAndKeepTheirPlaces() throws Exception {
    for (int i = 0; i < 2000; i++) {
      arrive(53, 10, 0);
    }
    try (FilteredRows rows = filtered()) {
      rows.advance(0);
      assertThat(rows.isComplete()).isFalse();
      assertThat(rows.percent()).isBetween(0, 50);
      assertThat(rows.row(rows.end() - 1)).isEqualTo(1999);
      long place = rows.placeOf(1990);
      while (!rows.isComplete()) {
        rows.advance(0);
      }
      assertThat(rows.row(place)).isEqualTo(1990);
      assertThat(rows.row(rows.first())).isZero();
      assertThat(rows.end() - rows.first()).isEqualTo(2000);
    }
  }

  /** In a file, whose first page is not at its end: from where one stands. */
  @Test
  void aRowInTheMiddleMayBeTheFirstThatIsLookedAt() throws Exception {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 9000; i++) {
      arrive(random.nextInt(9) == 0 ? 53 : 5005, 1, random.nextInt(50) / 49);
    }
    for (long start : new long[] {0, 1, 4095, 4096, 4097, 8192, store.endRow()}) {
      try (FilteredRows rows =
          new FilteredRows(store, PacketFilter.compile("dst port 53"), start)) {
        rows.advance(0);
        assertThat(shown(rows)).allMatch(row -> row >= start || start == store.endRow());
        while (!rows.isComplete()) {
          assertThat(rows.percent()).isBetween(0, 99);
          rows.advance(0);
        }
        assertThat(shown(rows)).isEqualTo(expected());
        for (long row : expected()) {
          assertThat(rows.row(rows.placeOf(row))).isEqualTo(row);
        }
      }
    }
  }

  @Test
  void saysHowFarItIsBehind() throws Exception {
    try (FilteredRows rows = filtered()) {
      for (int i = 0; i < 300; i++) {
        arrive(53, 10, 0);
      }
      assertThat(rows.behind()).isEqualTo(300);
      rows.advance(0);
      assertThat(rows.behind()).isBetween(1L, 299L);
      rows.advance(AT_ONCE);
      assertThat(rows.behind()).isZero();
    }
  }

  @Test
  void knowsThePlaceOfARowOrOfTheNext() throws Exception {
    for (int port : new int[] {53, 1, 1, 53, 1}) {
      arrive(port, 10, 0);
    }
    try (FilteredRows rows = filtered()) {
      rows.advance(AT_ONCE);
      assertThat(rows.placeOf(0)).isEqualTo(rows.first());
      assertThat(rows.placeOf(1)).isEqualTo(rows.first() + 1);
      assertThat(rows.placeOf(3)).isEqualTo(rows.first() + 1);
      assertThat(rows.placeOf(4)).isEqualTo(rows.end());
      assertThatThrownBy(() -> rows.row(rows.end())).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }
}
