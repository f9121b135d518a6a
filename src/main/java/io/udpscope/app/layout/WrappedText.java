package io.udpscope.app.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in lines, broken at spaces where it can be. A sign beyond ASCII is taken for two columns,
 * which the widest take, and an arrow where it is drawn without UTF-8.
 */
public final class WrappedText {
  private WrappedText() {}

  public static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    int fitting = fitting(rest, columns);
    while (columns > 1 && fitting < rest.length()) {
      int space = rest.lastIndexOf(' ', fitting);
      int end = space <= 0 ? fitting : space;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
      fitting = fitting(rest, columns);
    }
    lines.add(rest);
    return List.copyOf(lines);
  }

  /** Characters of the text that fit. */
  private static int fitting(String text, int columns) {
    int used = 0;
    for (int i = 0; i < text.length(); i++) {
      used += text.charAt(i) > 0x7e ? 2 : 1;
      if (used > columns) {
        return i;
      }
    }
    return text.length();
  }
}
