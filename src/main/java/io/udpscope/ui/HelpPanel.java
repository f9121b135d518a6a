package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.KeyMap;
import io.udpscope.app.Mode;
import io.udpscope.app.Rect;

/** Every key there is: keys | what they do. Made from {@link KeyMap}. */
final class HelpPanel {
  private static final int KEYS = 17;

  private HelpPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state, Mode.Help help) {
    canvas.fill(rect.left(), rect.top(), rect.width(), Style.FAINT, '─');
    canvas.put(rect.left() + 1, rect.top(), rect.width() - 1, Style.TITLE_FOCUSED, " Keys ");
    int row = rect.top() + 1;
    int at = 0;
    for (KeyMap.Binding binding : KeyMap.HELP) {
      if (binding.offered() == KeyMap.Offered.TO_CHANGE_RULES && state.facts().readOnly()) {
        continue;
      }
      if (at++ < help.top()) {
        continue;
      }
      if (row >= rect.top() + rect.height()) {
        return;
      }
      canvas.put(rect.left() + 2, row, KEYS, Style.KEY, binding.shown());
      int left = rect.left() + 2 + KEYS;
      canvas.put(left, row, rect.width() - 3 - KEYS, Style.PLAIN, binding.help());
      row++;
    }
  }
}
