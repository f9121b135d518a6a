package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.flow.FlowColumn;
import io.udpscope.app.flow.FlowKey;
import io.udpscope.app.flow.FlowKind;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.flow.FlowRow;
import io.udpscope.app.layout.Rect;
import java.util.List;

/**
 * Who sends or gets how much: source, destination or destination port | pps and bytes a second in
 * the last whole second, in a file between its first and last packet | packets | bytes | the share
 * in all captured packets, or in their bytes where these are what is sorted by, as a figure and as
 * a bar | when it was seen last.
 */
final class TalkersPanel extends FlowsPanel {
  private static final int WHO = 0;
  private static final int PPS = 1;
  private static final int BYTE_RATE = 2;
  private static final int PACKETS = 3;
  private static final int BYTES = 4;
  private static final int SHARE = 5;
  private static final int BAR = 6;
  private static final int LAST = 7;

  private static final int WIDE_COLUMNS = 115;
  private static final int MIDDLE_COLUMNS = 95;
  private static final int NARROW_COLUMNS = 70;

  private final boolean ofBytes;

  private TalkersPanel(Canvas canvas, Rect rect, AppState state, FlowKind kind) {
    super(canvas, rect, state, columns(rect.width(), kind));
    ofBytes = state.flows().talkers().query().column() == FlowColumn.BYTES;
  }

  private static List<Table.Column> columns(int width, FlowKind kind) {
    if (width < NARROW_COLUMNS) {
      return List.of(
          Table.Column.rest(who(kind)),
          Table.Column.right("pps", 6),
          Table.Column.hidden(),
          Table.Column.right("packets", 7),
          Table.Column.hidden(),
          Table.Column.right("share", 6),
          Table.Column.hidden(),
          Table.Column.hidden());
    }
    boolean broad = width >= MIDDLE_COLUMNS;
    int bar = width < MIDDLE_COLUMNS ? 8 : width < WIDE_COLUMNS ? 16 : width / 4;
    return List.of(
        Table.Column.rest(who(kind)),
        Table.Column.right("pps", broad ? 7 : 6),
        Table.Column.right("B/s", broad ? 7 : 6),
        Table.Column.right("packets", broad ? 13 : 9),
        Table.Column.right("bytes", broad ? 7 : 6),
        Table.Column.right("share", 6),
        Table.Column.left("", bar),
        Table.Column.left("last", 8));
  }

  private static String who(FlowKind kind) {
    return switch (kind) {
      case SOURCES -> "source";
      case DESTINATIONS -> "destination";
      case PORTS -> "destination port";
      case CONVERSATIONS -> "";
    };
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    FlowKind kind = state.flows().talkers().query().kind();
    FlowPage page = state.snapshot().flows();
    String about = (page.all() == 0 ? "" : Figures.count(page.all()) + " ") + kind.words();
    new TalkersPanel(canvas, rect, state, kind).draw("Talkers", about);
  }

  @Override
  int column(FlowColumn sorted) {
    return switch (sorted) {
      case RATE -> PPS;
      case PACKETS -> PACKETS;
      case BYTES -> BYTES;
      case LAST_SEEN -> LAST;
    };
  }

  @Override
  void cells(int row, Style style, FlowRow what) {
    long part = ofBytes ? what.traffic().bytes() : what.traffic().packets();
    long whole = ofBytes ? page.total().bytes() : page.total().packets();
    table.cell(row, WHO, style, who(what.key()));
    table.cell(row, PPS, style, Figures.brief(what.rate().packets()));
    table.cell(row, BYTE_RATE, style, Figures.brief(what.rate().bytes()));
    table.count(row, PACKETS, style, what.traffic().packets());
    table.cell(row, BYTES, style, Figures.brief(what.traffic().bytes()));
    table.cell(row, SHARE, style, Figures.percent(part, whole));
    Style bar = style == Style.CURSOR ? style : Style.LIVE;
    table.cell(row, BAR, bar, Bars.length(part, whole, table.width(BAR)));
    table.cell(row, LAST, style, Figures.clock(what.lastSeenNanos()));
  }

  private static String who(FlowKey key) {
    if (key instanceof FlowKey.Source source) {
      return source.address().toString();
    }
    if (key instanceof FlowKey.Destination destination) {
      return destination.address().toString();
    }
    return key instanceof FlowKey.Port port ? Integer.toString(port.number()) : "";
  }
}
