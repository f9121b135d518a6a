package io.udpscope.app.header;

import io.udpscope.app.header.HeaderTree.Line;
import java.util.ArrayList;
import java.util.List;

/** Lines of a {@link HeaderTree} as they are written, one below the other. */
final class HeaderLines {
  private final List<Line> lines = new ArrayList<>();
  private final List<String> above = new ArrayList<>();

  /** A header that is open from the beginning. */
  void header(String label, String text, int from, int length) {
    add(label, text, from, length, true);
  }

  /** A header that whoever wants to may open. */
  void closedHeader(String label, String text, int from, int length) {
    add(label, text, from, length, false);
  }

  private void add(String label, String text, int from, int length, boolean open) {
    above.clear();
    line(label, text, from, length, open);
  }

  /** What comes next is part of the line before. */
  void begin() {
    int last = lines.size() - 1;
    Line parent = lines.get(last);
    above.add(parent.kind());
    lines.set(
        last,
        new Line(
            parent.depth(),
            parent.kind(),
            parent.label(),
            parent.text(),
            parent.from(),
            parent.length(),
            true,
            parent.open()));
  }

  /** No more parts of the line that {@link #begin} stood behind. */
  void end() {
    above.remove(above.size() - 1);
  }

  /** Bytes of the frame, counted from its first. */
  void field(String label, String text, int from, int length) {
    line(label, text, from, length, false);
  }

  private void line(String label, String text, int from, int length, boolean open) {
    String kind = above.isEmpty() ? label : above.get(above.size() - 1) + "/" + label;
    lines.add(new Line(above.size(), kind, label, text, from, length, false, open));
  }

  HeaderTree tree() {
    return new HeaderTree(List.copyOf(lines));
  }
}
