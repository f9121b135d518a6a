package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;

/** Path health: not built yet. */
final class HealthPanel {
  private HealthPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Path health", "");
  }
}
