package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.flow.FlowColumn;
import io.udpscope.app.flow.FlowRow;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.Verdict;
import java.util.List;

/**
 * Who talks with whom, both ways in one row: A, who was heard first, and B | protocol of the last
 * packet | packets and bytes from A to B, from B to A | pps and bytes a second in the last whole
 * second | packets in each of the last seconds | when it was seen first and last | rule and verdict
 * of the last packet.
 */
final class ConversationsPanel extends FlowsPanel {
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int PROTOCOL = 2;
  private static final int THERE = 3;
  private static final int THERE_BYTES = 4;
  private static final int BACK = 5;
  private static final int BACK_BYTES = 6;
  private static final int PPS = 7;
  private static final int BYTE_RATE = 8;
  private static final int HISTORY = 9;
  private static final int SINCE = 10;
  private static final int LAST = 11;
  private static final int RULE = 12;
  private static final int VERDICT = 13;

  private static final List<Table.Column> BROAD =
      List.of(
          Table.Column.left("A", 22),
          Table.Column.rest("B"),
          Table.Column.left("proto", 6),
          Table.Column.right("A→B", 9),
          Table.Column.right("bytes", 6),
          Table.Column.right("B→A", 9),
          Table.Column.right("bytes", 6),
          Table.Column.right("pps", 7),
          Table.Column.right("B/s", 7),
          Table.Column.left("last seconds", 15),
          Table.Column.left("since", 8),
          Table.Column.left("last", 8),
          Table.Column.left("rule", 10),
          Table.Column.left("verdict", 10));

  private static final List<Table.Column> WIDE =
      List.of(
          Table.Column.left("A", 22),
          Table.Column.rest("B"),
          Table.Column.left("proto", 6),
          Table.Column.right("A→B", 7),
          Table.Column.right("bytes", 6),
          Table.Column.right("B→A", 7),
          Table.Column.right("bytes", 6),
          Table.Column.right("pps", 6),
          Table.Column.right("B/s", 6),
          Table.Column.left("seconds", 10),
          Table.Column.hidden(),
          Table.Column.left("last", 8),
          Table.Column.hidden(),
          Table.Column.hidden());

  private static final List<Table.Column> MIDDLE =
      List.of(
          Table.Column.left("A", 18),
          Table.Column.rest("B"),
          Table.Column.hidden(),
          Table.Column.right("A→B", 6),
          Table.Column.right("bytes", 6),
          Table.Column.right("B→A", 6),
          Table.Column.right("bytes", 6),
          Table.Column.right("pps", 6),
          Table.Column.right("B/s", 6),
          Table.Column.left("seconds", 8),
          Table.Column.hidden(),
          Table.Column.left("last", 8),
          Table.Column.hidden(),
          Table.Column.hidden());

  private static final List<Table.Column> NARROW =
      List.of(
          Table.Column.left("A", 19),
          Table.Column.rest("B"),
          Table.Column.hidden(),
          Table.Column.right("A→B", 6),
          Table.Column.hidden(),
          Table.Column.right("B→A", 6),
          Table.Column.hidden(),
          Table.Column.right("pps", 6),
          Table.Column.right("B/s", 6),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.left("last", 8),
          Table.Column.hidden(),
          Table.Column.hidden());

  private static final List<Table.Column> TINY =
      List.of(
          Table.Column.left("A", 15),
          Table.Column.rest("B"),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.right("pps", 6),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden());

  private static final int BROAD_COLUMNS = 158;
  private static final int WIDE_COLUMNS = 115;
  private static final int MIDDLE_COLUMNS = 95;
  private static final int NARROW_COLUMNS = 70;

  private ConversationsPanel(Canvas canvas, Rect rect, AppState state) {
    super(canvas, rect, state, columns(rect.width()));
  }

  private static List<Table.Column> columns(int width) {
    if (width < MIDDLE_COLUMNS) {
      return width < NARROW_COLUMNS ? TINY : NARROW;
    }
    return width < WIDE_COLUMNS ? MIDDLE : width < BROAD_COLUMNS ? WIDE : BROAD;
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    int all = state.snapshot().flows().all();
    new ConversationsPanel(canvas, rect, state)
        .draw("Conversations", all == 0 ? "" : Figures.count(all));
  }

  @Override
  int column(FlowColumn sorted) {
    return switch (sorted) {
      case RATE -> PPS;
      case PACKETS -> THERE;
      case BYTES -> THERE_BYTES;
      case LAST_SEEN -> LAST;
    };
  }

  @Override
  void cells(int row, Style style, FlowRow what) {
    if (!(what instanceof FlowRow.Conversation one)) {
      return;
    }
    end(row, FIRST, style, one.key().first().text());
    end(row, SECOND, style, one.key().second().text());
    table.cell(row, PROTOCOL, style, one.protocol());
    table.count(row, THERE, style, one.there().packets());
    table.cell(row, THERE_BYTES, style, Figures.brief(one.there().bytes()));
    table.count(row, BACK, style, one.back().packets());
    table.cell(row, BACK_BYTES, style, Figures.brief(one.back().bytes()));
    table.cell(row, PPS, style, Figures.brief(one.rate().packets()));
    table.cell(row, BYTE_RATE, style, Figures.brief(one.rate().bytes()));
    Style bars = style == Style.CURSOR ? style : Style.LIVE;
    table.cell(row, HISTORY, bars, Bars.heights(one.history(), table.width(HISTORY)));
    table.cell(row, SINCE, style, Figures.clock(one.firstSeenNanos()));
    table.cell(row, LAST, style, Figures.clock(one.lastSeenNanos()));
    table.cell(row, RULE, style, one.rule());
    boolean dropped = one.verdict() == Verdict.DROPPED;
    Style verdict = style == Style.CURSOR ? style : dropped ? Style.DROP : Style.PASS;
    boolean known = one.verdict() != Verdict.UNKNOWN;
    table.cell(row, VERDICT, verdict, known ? one.verdict().word() : "-");
  }

  private void end(int row, int column, Style style, String end) {
    table.cell(row, column, style, EndpointText.fit(end, table.width(column)));
  }
}
