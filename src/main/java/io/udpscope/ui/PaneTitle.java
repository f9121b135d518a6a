package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;

/** The line on top of a pane: its name, what it shows, and at the right how it shows it. */
final class PaneTitle {
  private PaneTitle() {}

  static void draw(Canvas canvas, Rect rect, AppState state, Pane pane, String name, String about) {
    draw(canvas, rect, state, pane, name, about, Style.FAINT, "");
  }

  static void draw(
      Canvas canvas,
      Rect rect,
      AppState state,
      Pane pane,
      String name,
      String about,
      Style stateStyle,
      String right) {
    int row = rect.top();
    canvas.fill(rect.left(), row, rect.width(), Style.FAINT, '─');
    Style style = state.screen().focus() == pane ? Style.TITLE_FOCUSED : Style.TITLE;
    int left = rect.left() + 1;
    int end = rect.left() + rect.width();
    left += canvas.put(left, row, end - left, style, " " + name + " ");
    int rightColumns = right.isEmpty() ? 0 : Math.min(canvas.columns(right) + 3, end - left);
    if (!about.isEmpty()) {
      left += 1;
      canvas.put(left, row, end - left - rightColumns, Style.PLAIN, " " + about + " ");
    }
    if (!right.isEmpty()) {
      canvas.put(end - rightColumns, row, rightColumns - 1, stateStyle, " " + right + " ");
    }
  }
}
