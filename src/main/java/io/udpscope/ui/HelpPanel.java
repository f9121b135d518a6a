package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.KeyMap;
import io.udpscope.app.Mode;
import io.udpscope.app.Rect;
import java.util.List;

/** Every key there is: keys | what they do. Made from {@link KeyMap}. */
final class HelpPanel {
  private static final int KEYS = 17;

  private HelpPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state, Mode.Help help) {
    canvas.fill(rect.left(), rect.top(), rect.width(), Style.FAINT, '─');
    canvas.put(rect.left() + 1, rect.top(), rect.width() - 1, Style.TITLE_FOCUSED, " Keys ");
    List<KeyMap.Binding> keys = KeyMap.help(state.facts().readOnly());
    int shown = rect.height() - 1;
    int from = Math.min(help.top(), Math.max(0, keys.size() - shown));
    if (keys.size() > shown) {
      String part = " " + (from + 1) + "-" + (from + shown) + " of " + keys.size() + ", j k move ";
      canvas.putRight(rect.left(), rect.top(), rect.width() - 1, Style.PLAIN, part);
    }
    for (int i = 0; i < shown && from + i < keys.size(); i++) {
      KeyMap.Binding binding = keys.get(from + i);
      int row = rect.top() + 1 + i;
      canvas.put(rect.left() + 2, row, KEYS, Style.KEY, binding.shown());
      int left = rect.left() + 2 + KEYS;
      canvas.put(left, row, rect.width() - 3 - KEYS, Style.PLAIN, binding.help());
    }
  }
}
