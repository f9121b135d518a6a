package io.udpscope.ui;

import static io.udpscope.ui.TableColumns.REST;

import io.udpscope.app.AppState;
import io.udpscope.app.flow.FlowColumn;
import io.udpscope.app.flow.FlowRow;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.Verdict;

/**
 * Who talks with whom, both ways in one row: A, who was heard first, and B | protocol of the last
 * packet | packets and bytes from A to B, from B to A | pps and bytes a second in the last whole
 * second, in a file between its first and last packet | packets in each of the last seconds | when
 * it was seen first and last | rule and verdict of the last packet.
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

  private static final TableColumns COLUMNS =
      columns(new int[] {0, 0, 8, 10, 15}, new int[] {0, 0, 0, 0, 8});

  /** The last seconds of a file are no better than any others. */
  private static final TableColumns COLUMNS_OF_FILE =
      columns(new int[] {0, 0, 0, 0, 0}, new int[] {0, 0, 8, 8, 8});

  private ConversationsPanel(Canvas canvas, Rect rect, AppState state) {
    super(
        canvas, rect, state, (state.facts().ofFile() ? COLUMNS_OF_FILE : COLUMNS).on(rect.width()));
  }

  private static TableColumns columns(int[] history, int[] since) {
    return new TableColumns(0, 70, 95, 115, 158)
        .left("A", 15, 19, 18, 22, 22)
        .left("B", REST, REST, REST, REST, REST)
        .left("proto", 0, 0, 0, 6, 6)
        .right("A→B", 0, 6, 6, 7, 9)
        .right("bytes", 0, 0, 6, 6, 6)
        .right("B→A", 0, 6, 6, 7, 9)
        .right("bytes", 0, 0, 6, 6, 6)
        .right("pps", 6, 6, 6, 6, 7)
        .right("B/s", 0, 6, 6, 6, 7)
        .left("last seconds", "seconds", history)
        .left("since", since)
        .left("last", 0, 8, 8, 8, 8)
        .left("rule", 0, 0, 0, 0, 10)
        .left("verdict", 0, 0, 0, 0, 10);
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
