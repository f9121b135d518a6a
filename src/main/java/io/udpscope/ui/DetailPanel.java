package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.HeaderTree;
import io.udpscope.app.PageRow;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;
import java.util.List;

/** The headers of the chosen packet, a line each: name | what it says, with its fields below. */
final class DetailPanel {
  /** The sign and the longest label. */
  private static final int LABEL = 11;

  private DetailPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    String about = state.selected().map(one -> "packet " + one.packet().number()).orElse("");
    PaneTitle.draw(canvas, rect, state, Pane.DETAIL, "Detail", about);
    if (state.selected().isEmpty()) {
      canvas.put(rect.left() + 2, rect.top() + 1, rect.width() - 2, Style.PLAIN, whyEmpty(state));
      return;
    }
    List<HeaderTree.Line> lines = state.selected().get().headers().lines();
    for (int i = 0; i < rect.height() - 1; i++) {
      int at = state.detailTop() + i;
      if (at < lines.size()) {
        line(canvas, rect, state, rect.top() + 1 + i, at, lines.get(at));
      }
    }
  }

  /** Also what the bytes pane says. */
  static String whyEmpty(AppState state) {
    return state.page().row(state.packetCursor()) instanceof PageRow.GapRow
        ? "nothing was captured here"
        : "no packet is chosen";
  }

  private static void line(
      Canvas canvas, Rect rect, AppState state, int row, int at, HeaderTree.Line line) {
    boolean chosen = at == state.detailCursor() && state.focus() == Pane.DETAIL;
    Style style = chosen ? Style.CURSOR : Style.PLAIN;
    int left = rect.left();
    int width = rect.width();
    if (chosen) {
      canvas.fill(left, row, width, style, ' ');
    }
    String text = line.text().substring(Math.min(state.detailShift(), line.text().length()));
    if (line.depth() == 0) {
      canvas.put(left, row, LABEL, style, "▾ " + line.label());
    } else if (!line.label().isEmpty()) {
      text = line.label() + " " + text;
    }
    canvas.put(left + LABEL, row, width - LABEL, style, text);
  }
}
