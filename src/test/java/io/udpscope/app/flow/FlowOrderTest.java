package io.udpscope.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.flow.FlowTable;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowOrderTest {
  /** So many things with counts from a generator. */
  private record Counts(long[] packets) implements FlowTable {
    static Counts random(int size) {
      return new Counts(new SplittableRandom(size).longs(size, 0, 1 + size / 3).toArray());
    }

    @Override
    public int size() {
      return packets.length;
    }

    @Override
    public long packets(int number) {
      return packets[number];
    }

    @Override
    public long bytes(int number) {
      return packets[number] * packets[number];
    }

    @Override
    public long packetsIn(int number, int second) {
      return packets[number] % 5;
    }

    @Override
    public long bytesIn(int number, int second) {
      return 0;
    }

    @Override
    public int seconds() {
      return 4;
    }

    @Override
    public long firstNanos(int number) {
      return 0;
    }

    @Override
    public long lastNanos(int number) {
      return -packets[number];
    }

    @Override
    public long forgotten() {
      return 0;
    }
  }

  private static int[] sorted(FlowTable table, FlowColumn column, boolean reversed) {
    FlowOrder order =
        new FlowOrder(table, new FlowQuery(FlowKind.PORTS, column, reversed), 1, false);
    while (!order.advance(0)) {
      // A slice after another, each as short as can be.
    }
    return order.numbers();
  }

  private static int[] expected(Counts table, Comparator<Integer> order) {
    return IntStream.range(0, table.size())
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 64, 513, 1000, 65_536})
  void sortsAsAnyOtherSortDoes(int size) {
    Counts table = Counts.random(size);
    Comparator<Integer> most = Comparator.comparingLong(number -> -table.packets(number));
    Comparator<Integer> least = Comparator.comparingLong(table::packets);
    Comparator<Integer> rate = Comparator.comparingLong(number -> -table.packetsIn(number, 1));

    assertThat(sorted(table, FlowColumn.PACKETS, false)).isEqualTo(expected(table, most));
    assertThat(sorted(table, FlowColumn.PACKETS, true)).isEqualTo(expected(table, least));
    assertThat(sorted(table, FlowColumn.LAST_SEEN, false)).isEqualTo(expected(table, least));
    assertThat(sorted(table, FlowColumn.BYTES, false)).isEqualTo(expected(table, most));
    assertThat(sorted(table, FlowColumn.RATE, false))
        .isEqualTo(expected(table, rate.thenComparing(most)));
  }
}
