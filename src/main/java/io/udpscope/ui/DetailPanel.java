package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.page.PageRow;
import java.util.List;

/**
 * The headers of the chosen packet, a line each, and below one that is open its fields: ▾ or ▸
 * where something can be closed or opened | name | what it says.
 */
final class DetailPanel {
  /** The sign and the longest name of a header. */
  private static final int LABEL = 11;

  private static final int INDENT = 2;

  private DetailPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    String about = state.selected().map(one -> about(state, one.packet())).orElse("");
    PaneTitle.draw(canvas, rect, state, Pane.DETAIL, "Detail", about);
    if (state.selected().isEmpty()) {
      canvas.put(rect.left() + 2, rect.top() + 1, rect.width() - 2, Style.PLAIN, whyEmpty(state));
      return;
    }
    List<HeaderTree.Line> lines = state.detailLines();
    for (int i = 0; i < rect.height() - 1; i++) {
      int at = state.detail().lines().top() + i;
      if (at < lines.size()) {
        line(canvas, rect, state, rect.top() + 1 + i, at, lines.get(at));
      }
    }
  }

  private static String about(AppState state, PageRow.PacketRow packet) {
    String number = "packet " + packet.number();
    int colon = packet.destination().lastIndexOf(':');
    return state.snapshot().health().unheard().is(packet)
        ? number + " · nobody listened on " + packet.destination().substring(colon + 1)
        : number;
  }

  /** Also what the bytes pane says. */
  static String whyEmpty(AppState state) {
    return state.page().row(state.packetCursor()) instanceof PageRow.GapRow
        ? "nothing was captured here"
        : "no packet is chosen";
  }

  private static void line(
      Canvas canvas, Rect rect, AppState state, int row, int at, HeaderTree.Line line) {
    boolean chosen = at == state.detail().lines().cursor() && state.screen().focus().isLower();
    Style style =
        !chosen ? Style.PLAIN : state.screen().focus() == Pane.DETAIL ? Style.CURSOR : Style.CHOSEN;
    int left = rect.left();
    int end = left + rect.width();
    if (style == Style.CURSOR) {
      canvas.fill(left, row, rect.width(), style, ' ');
    }
    left += INDENT * line.depth();
    if (line.holdsMore()) {
      boolean open = line.isOpen(state.detail().turned());
      canvas.put(left, row, end - left, style, open ? "▾" : "▸");
    }
    left += INDENT;
    int label = canvas.put(left, row, end - left, style, line.label());
    left += line.depth() == 0 ? Math.max(LABEL - INDENT, label + 1) : label + 1;
    String text = line.text().substring(Math.min(state.detail().shift(), line.text().length()));
    canvas.put(left, row, end - left, style, text);
  }
}
