package io.udpscope.ui;

import io.udpscope.app.Prompt;
import io.udpscope.app.Rect;

/** The line that is being typed: what it is for | what it says | why it cannot be taken. */
final class PromptPanel {
  private PromptPanel() {}

  static void draw(Canvas canvas, Rect rect, Prompt prompt) {
    int row = rect.top();
    int end = rect.left() + rect.width();
    int left = rect.left() + 1;
    left += canvas.put(left, row, end - left, Style.KEY, prompt.line().label());
    String text = prompt.line().value();
    int cursor = prompt.line().cursor();
    left += canvas.put(left, row, end - left, Style.PLAIN, text.substring(0, cursor));
    String under = cursor < text.length() ? text.substring(cursor, cursor + 1) : " ";
    left += canvas.put(left, row, end - left, Style.CURSOR, under);
    if (cursor < text.length()) {
      left += canvas.put(left, row, end - left, Style.PLAIN, text.substring(cursor + 1));
    }
    if (prompt.problem().isPresent()) {
      canvas.put(left + 1, row, end - left - 1, Style.DROP, prompt.problem().get());
    } else if (text.isEmpty()) {
      canvas.put(left + 1, row, end - left - 1, Style.FAINT, prompt.line().hint());
    }
  }
}
