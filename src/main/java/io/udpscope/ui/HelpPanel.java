package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Mode;
import io.udpscope.app.key.KeyHelp;
import io.udpscope.app.layout.Rect;
import java.util.List;

/**
 * Every key there is: keys | what they do | and, where there is the room, how the command line
 * calls the same. Made from {@link KeyHelp}.
 */
final class HelpPanel {
  private static final int KEYS = 17;

  /** From here on the names fit beside the longest text. */
  private static final int WITH_NAMES = 120;

  private static final int NAMES = 36;

  private HelpPanel() {}

  static void draw(Canvas canvas, Rect rect, AppState state, Mode.Help help) {
    canvas.fill(rect.left(), rect.top(), rect.width(), Style.FAINT, '─');
    canvas.put(rect.left() + 1, rect.top(), rect.width() - 1, Style.TITLE_FOCUSED, " Keys ");
    List<KeyHelp.Line> lines = state.help();
    int shown = rect.height() - 1;
    int from = Math.min(help.top(), Math.max(0, lines.size() - shown));
    if (lines.size() > shown) {
      String part = " " + (from + 1) + "-" + (from + shown) + " of " + lines.size() + ", j k move ";
      canvas.putRight(rect.left(), rect.top(), rect.width() - 1, Style.PLAIN, part);
    }
    for (int i = 0; i < shown && from + i < lines.size(); i++) {
      line(canvas, rect, rect.top() + 1 + i, lines.get(from + i));
    }
  }

  private static void line(Canvas canvas, Rect rect, int row, KeyHelp.Line line) {
    if (line.isHeading()) {
      canvas.put(rect.left() + 1, row, rect.width() - 2, Style.HEADING, line.text());
      return;
    }
    canvas.put(rect.left() + 2, row, KEYS, Style.KEY, line.keys());
    int left = rect.left() + 2 + KEYS;
    int names = rect.width() >= WITH_NAMES ? NAMES : 0;
    int end = rect.left() + rect.width() - 1;
    canvas.put(left, row, end - names - left, Style.PLAIN, line.text());
    canvas.put(end - names, row, names, Style.FAINT, line.names());
  }
}
