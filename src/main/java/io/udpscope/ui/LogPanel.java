package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;

/** Log of changes: not built yet. */
final class LogPanel {
  private LogPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Log of changes", "");
  }
}
