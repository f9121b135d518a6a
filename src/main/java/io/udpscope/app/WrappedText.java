package io.udpscope.app;

import java.util.ArrayList;
import java.util.List;

/** Text in lines, broken at spaces where it can be. */
final class WrappedText {
  private WrappedText() {}

  static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (columns > 0 && rest.length() > columns) {
      int space = rest.lastIndexOf(' ', columns);
      int end = space <= 0 ? columns : space;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return List.copyOf(lines);
  }
}
