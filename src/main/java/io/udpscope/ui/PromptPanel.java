package io.udpscope.ui;

import io.udpscope.app.Prompt;
import io.udpscope.app.layout.Rect;

/**
 * The line that is being typed: what it is for | what it says | why it cannot be taken, or what it
 * may become.
 */
final class PromptPanel {
  private PromptPanel() {}

  static void draw(Canvas canvas, Rect rect, Prompt prompt) {
    int row = rect.top();
    int end = rect.left() + rect.width();
    int left = rect.left() + 1;
    left += canvas.put(left, row, end - left, Style.KEY, prompt.line().label());
    String text = prompt.line().value();
    int cursor = prompt.line().cursor();
    Style style = prompt.problem().isPresent() ? Style.DROP : Style.PLAIN;
    int reason =
        prompt.problem().map(one -> Math.min(one.length() + 2, rect.width() / 2)).orElse(0);
    int hidden = Math.max(0, cursor - (end - left - 1 - reason)); // the cursor stays in sight
    left += canvas.put(left, row, end - left, style, text.substring(hidden, cursor));
    String under = cursor < text.length() ? text.substring(cursor, cursor + 1) : " ";
    left += canvas.put(left, row, end - left, Style.CURSOR, under);
    if (cursor < text.length()) {
      left += canvas.put(left, row, end - left, style, text.substring(cursor + 1));
    }
    if (prompt.problem().isPresent()) {
      canvas.put(left + 1, row, end - left - 1, Style.DROP, prompt.problem().get());
    } else if (text.isEmpty()) {
      canvas.put(left + 1, row, end - left - 1, Style.FAINT, prompt.line().hint());
    } else {
      candidates(canvas, new Rect(left + 1, row, end - left - 1, 1), prompt);
    }
  }

  /** The words that the last one may become, the one that stands there for now marked. */
  private static void candidates(Canvas canvas, Rect rect, Prompt prompt) {
    int left = rect.left();
    int end = left + rect.width();
    for (String line : prompt.candidates()) {
      boolean stands = line.equals(prompt.line().value());
      String word = line.substring(line.lastIndexOf(' ') + 1);
      Style style = stands ? Style.CHOSEN : Style.FAINT;
      left += canvas.put(left, rect.top(), end - left, style, word) + 2;
    }
  }
}
