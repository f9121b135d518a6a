package io.udpscope.app;

import io.udpscope.capture.PacketStore;
import io.udpscope.datapath.Attachment;
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
final class PageReader {
  private static final int UDP_BYTES = 8;
  private static final int PREVIEW_BYTES = 64;

  private final PacketStore store;
  private final Datapath datapath;
  private final DayClock clock;
  private final Map<Integer, String> interfaceNames = new HashMap<>();
  private final PacketRecord packet = new PacketRecord();
  private PacketPage last = PacketPage.EMPTY;

  /**
   * @param datapath attached by now
   */
  PageReader(PacketStore store, Datapath datapath, DayClock clock) {
    this.store = store;
    this.datapath = datapath;
    this.clock = clock;
    for (Attachment attachment : datapath.attachments()) {
      interfaceNames.put(attachment.ifindex(), attachment.interfaceName());
    }
  }

  /**
   * The same rows as the last time are the same objects: a page that stands still costs nothing.
   */
  PacketPage read(PacketWindow window) {
    long first = store.firstRow();
    long end = store.endRow();
    long top =
        window instanceof PacketWindow.From from
            ? Math.max(first, Math.min(from.top(), end))
            : Math.max(first, end - window.height());
    int height = (int) Math.min(window.height(), end - top);
    boolean same = top == last.top() && height == last.rows().size();
    if (same && window.equals(last.window()) && first == last.firstRow() && end == last.endRow()) {
      return last;
    }
    List<PageRow> rows = last.rows();
    if (!same) {
      rows = new ArrayList<>(height);
      for (long row = top; row < top + height; row++) {
        PageRow before = last.row(row);
        rows.add(before != null ? before : row(row));
      }
      rows = List.copyOf(rows);
    }
    last = new PacketPage(window, first, end, store.packets(), rows);
    return last;
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
        time,
        interfaceNames.getOrDefault(packet.ifindex(), "interface " + packet.ifindex()),
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
