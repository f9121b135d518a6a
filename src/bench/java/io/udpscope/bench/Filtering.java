package io.udpscope.bench;

import io.udpscope.capture.PacketStore;
import io.udpscope.capture.filter.FilterException;
import io.udpscope.capture.filter.FilteredRows;
import io.udpscope.capture.filter.PacketFilter;
import io.udpscope.capture.filter.PacketSearch;
import io.udpscope.capture.filter.ShownRows;
import io.udpscope.capture.filter.Sought;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The display filter and the search over a store of a million packets, as the agent does them. */
final class Filtering {
  private static final int PACKETS = 1_000_000;
  private static final double MOST_MILLIS = 2000;
  private static final int PAYLOAD_BYTES = 64;
  private static final int FRAME_BYTES = 14 + 20 + 8 + PAYLOAD_BYTES;
  private static final int STORE_BYTES = 160 << 20;
  private static final int PAGE_ROWS = 40;
  private static final long SLICE_NANOS = 5_000_000;
  private static final String EXPRESSION = "udp port 53 and src net 10.0.0.0/8";

  private Filtering() {}

  static void measure(Report report) {
    PacketStore store = store();
    try {
      filter(report, store, "cold");
      for (int i = 0; i < 5; i++) {
        filter(new Report(), store, "");
      }
      filter(report, store, "warm");
      search(report, store, "text", "no such text");
      search(report, store, "regex", "/no such (text|regex)/");
    } catch (FilterException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One packet in a hundred is one that the filter accepts. */
  private static PacketStore store() {
    PacketStore store = new PacketStore(STORE_BYTES);
    ByteBuffer record =
        ByteBuffer.allocate(PacketRecord.size(FRAME_BYTES)).order(ByteOrder.nativeOrder());
    record.putInt(PacketRecord.LENGTH, FRAME_BYTES);
    record.putShort(PacketRecord.CAPTURED, (short) FRAME_BYTES);
    record.putShort(PacketRecord.NETWORK_OFFSET, (short) 14);
    record.putShort(PacketRecord.TRANSPORT_OFFSET, (short) 34);
    ByteBuffer frame = record.slice(PacketRecord.FRAME, FRAME_BYTES);
    frame.putShort(12, (short) 0x0800).putShort(14, (short) 0x4500);
    frame.put(22, (byte) 64).put(23, (byte) 17).putInt(26, 0x0a000007).putInt(30, 0x0a000035);
    frame.putShort(38, (short) (8 + PAYLOAD_BYTES));
    for (int i = 0; i < PACKETS; i++) {
      frame.putShort(34, (short) (40_000 + i % 1000));
      frame.putShort(36, (short) (i % 100 == 0 ? 53 : 5005));
      frame.putLong(42 + i % PAYLOAD_BYTES / 8, 0x6e6f207375636821L);
      store.append(record, 0, record.capacity());
    }
    if (store.held() != PACKETS) {
      throw new IllegalStateException("only " + store.held() + " packets fit into the store");
    }
    return store;
  }

  private static void filter(Report report, PacketStore store, String how) throws FilterException {
    long start = System.nanoTime();
    PacketFilter filter = PacketFilter.compile(EXPRESSION);
    long firstPage = 0;
    try (FilteredRows rows = new FilteredRows(store, filter, store.endRow())) {
      while (!rows.isComplete()) {
        rows.advance(SLICE_NANOS);
        if (firstPage == 0 && rows.packets() >= PAGE_ROWS) {
          firstPage = System.nanoTime() - start;
        }
      }
    }
    String name = "filter of a million packets, " + how + ": ";
    add(report, name + "the first page", firstPage, Double.NaN);
    add(report, name + "all", System.nanoTime() - start, MOST_MILLIS);
  }

  private static void search(Report report, PacketStore store, String what, String sought)
      throws FilterException {
    long start = System.nanoTime();
    PacketSearch search =
        new PacketSearch(
            store,
            ShownRows.all(store),
            Sought.parse(sought),
            store.firstRow(),
            true,
            true,
            store.endRow());
    PacketSearch.State state = PacketSearch.State.SEARCHING;
    while (state == PacketSearch.State.SEARCHING) {
      state = search.advance(SLICE_NANOS);
    }
    add(
        report,
        "search of a million packets, " + what + " that is in none",
        System.nanoTime() - start,
        Double.NaN);
  }

  private static void add(Report report, String name, long nanos, double mostMillis) {
    report.add(Figure.absolute(name, "ms", nanos / 1e6, mostMillis));
  }
}
