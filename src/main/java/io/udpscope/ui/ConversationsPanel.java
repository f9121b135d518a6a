package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;

/** Conversations: not built yet. */
final class ConversationsPanel {
  private ConversationsPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state) {
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Conversations", "");
  }
}
