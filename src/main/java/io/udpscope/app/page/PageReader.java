package io.udpscope.app.page;

import io.udpscope.app.time.DayClock;
import io.udpscope.capture.PacketRows;
import io.udpscope.capture.filter.ShownRows;
import io.udpscope.datapath.Datapath;
import io.udpscope.decode.Decoders;
import io.udpscope.decode.Summary;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes rows of the packets in the store. The agent's. */
public final class PageReader {
  private static final int UDP_BYTES = 8;
  private static final int PREVIEW_BYTES = 64;

  /** Three pages a second. */
  private static final long HELD_NANOS = 250_000_000;

  private final PacketRows store;
  private final Datapath datapath;
  private final DayClock clock;
  private final Map<Integer, String> interfaceNames = new HashMap<>();
  private final PacketRecord packet = new PacketRecord();
  private PacketPage last = PacketPage.EMPTY;
  private long turnedNanos;
  private boolean held;

  /**
   * @param datapath attached by now
   */
  public PageReader(PacketRows store, Datapath datapath, DayClock clock) {
    this.store = store;
    this.datapath = datapath;
    this.clock = clock;
  }

  /** The last page stands for a moment, though there are newer packets by now. */
  public boolean isHeld() {
    return held;
  }

  /**
   * The same rows as the last time are the same objects: a page that stands still costs nothing.
   * One of which no row would stay is not turned at once: nobody could read it, and over a slow
   * link it is dear.
   */
  public PacketPage read(PacketWindow window, ShownRows shown, long series, long nowNanos) {
    long first = shown.first();
    long end = end(window, shown);
    long top = top(window, shown, series, end);
    int height = (int) Math.min(window.height(), end - top);
    boolean same = series == last.series() && top == last.top() && height == last.rows().size();
    if (same
        && window.equals(last.window())
        && first == last.firstRow()
        && end == last.endRow()
        && store.endRow() == last.storeEnd()) {
      return last;
    }
    held =
        follows(window, series)
            && top >= last.top() + height
            && nowNanos - turnedNanos < HELD_NANOS;
    if (held) {
      return last;
    }
    turnedNanos = same ? turnedNanos : nowNanos;
    List<PageRow> rows = same ? last.rows() : rows(shown, series, top, height);
    last =
        new PacketPage(
            window,
            series,
            first,
            end,
            store.endRow(),
            store.packets(),
            soughtRow(window),
            top,
            rows);
    return last;
  }

  /** It goes on from the last page. */
  private boolean follows(PacketWindow window, long series) {
    return window instanceof PacketWindow.Latest
        && window.equals(last.window())
        && series == last.series()
        && last.rows().size() == window.height();
  }

  private static long end(PacketWindow window, ShownRows shown) {
    long end =
        window instanceof PacketWindow.From from
            ? from.end()
            : window instanceof PacketWindow.Around around ? around.end() : PacketWindow.NO_END;
    return end == PacketWindow.NO_END ? shown.end() : shown.placeOf(end);
  }

  private long top(PacketWindow window, ShownRows shown, long series, long end) {
    long first = shown.first();
    long newest = Math.max(first, end - window.height());
    if (window instanceof PacketWindow.Latest) {
      return newest;
    }
    if (window instanceof PacketWindow.From from && series == from.series()) {
      return Math.max(first, Math.min(from.top(), end));
    }
    long row = window instanceof PacketWindow.Around ? soughtRow(window) : lastTopRow();
    return Math.max(first, Math.min(shown.placeOf(row) - window.height() / 2, newest));
  }

  /** The row of the store that a window is to be around; -1 of another window. */
  private long soughtRow(PacketWindow window) {
    if (!(window instanceof PacketWindow.Around around)) {
      return -1;
    }
    return around.what() instanceof Sought.Row row
        ? row.row()
        : rowOf(((Sought.Number) around.what()).number());
  }

  /** The first row whose packet has this number or a higher one; the newest if none has. */
  private long rowOf(long number) {
    long low = store.firstRow();
    long last = store.endRow() - 1;
    long high = last;
    while (low < high) {
      long middle = low + high >>> 1;
      if (store.number(middle) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < last && store.isGap(low) ? low + 1 : low; // its packet is behind the gap
  }

  /** Where the pane stood when the places were others. */
  private long lastTopRow() {
    return last.rows().isEmpty() ? store.endRow() : last.rows().get(0).row();
  }

  private List<PageRow> rows(ShownRows shown, long series, long top, int height) {
    List<PageRow> rows = new ArrayList<>(height);
    for (long place = top; place < top + height; place++) {
      PageRow before = series == last.series() ? last.row(place) : null;
      rows.add(before != null ? before : row(shown.row(place)));
    }
    return List.copyOf(rows);
  }

  private PageRow row(long row) {
    store.packet(row, packet);
    if (store.isGap(row)) {
      return new PageRow.GapRow(row, packet.lostBefore());
    }
    long time = clock.timeOfDayNanos(packet.monotonicNanos());
    String rule = datapath.ruleName(packet.ruleSlot()).orElse("(removed)");
    boolean whole = packet.holds(packet.transportOffset() + UDP_BYTES);
    return new PageRow.PacketRow(
        row,
        store.number(row),
        clock.epochDay(packet.monotonicNanos()),
        time,
        interfaceName(packet.ifindex()),
        whole ? endpoint(packet.source(), packet.sourcePort()) : "?",
        whole ? endpoint(packet.destination(), packet.destinationPort()) : "?",
        packet.length(),
        rule,
        packet.verdict(),
        packet.direction(),
        packet.failure(),
        whole ? info() : "",
        record());
  }

  private String interfaceName(int ifindex) {
    return interfaceNames.computeIfAbsent(
        ifindex, index -> datapath.interfaceName(index).orElse("interface " + index));
  }

  private String info() {
    Optional<Summary> summary = Decoders.summarize(packet);
    if (summary.isPresent()) {
      return summary.get().protocol() + " " + summary.get().text();
    }
    return "length " + Math.max(0, packet.udpLength() - UDP_BYTES) + preview();
  }

  /** The beginning of a payload that nobody can read, where it is text. */
  private String preview() {
    int length = Math.min(PREVIEW_BYTES, packet.payloadCaptured());
    StringBuilder text = new StringBuilder(2 + length).append("  ");
    for (int i = 0; i < length; i++) {
      int value = packet.frameByte(packet.payloadOffset() + i);
      if (value < 0x20 || value > 0x7e) {
        return "";
      }
      text.append((char) value);
    }
    return length == 0 ? "" : text.toString();
  }

  private static String endpoint(IpAddress address, int port) {
    return address.isIpv6() ? "[" + address + "]:" + port : address + ":" + port;
  }

  private byte[] record() {
    int length = Math.min(PageRow.MAX_RECORD_BYTES, PacketRecord.size(packet.captured()));
    byte[] copy = new byte[length];
    packet.buffer().get(packet.offset(), copy, 0, length);
    if (length < PacketRecord.size(packet.captured())) {
      // What is not in the copy was not captured, as far as its reader is concerned.
      ByteBuffer.wrap(copy)
          .order(ByteOrder.nativeOrder())
          .putShort(PacketRecord.CAPTURED, (short) (length - PacketRecord.FRAME));
    }
    return copy;
  }
}
