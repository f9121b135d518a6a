package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;

/** Talkers: not built yet. */
final class TalkersPanel {
  private TalkersPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Talkers", "");
  }
}
