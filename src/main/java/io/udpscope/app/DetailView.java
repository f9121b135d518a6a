package io.udpscope.app;

import java.util.Set;

/**
 * How the detail and bytes panes look at a packet, whichever it is.
 *
 * @param lines where the lines of the detail pane stand
 * @param shift columns of them that are scrolled away to the left
 * @param turned kinds of lines that are not open or closed as they are at first
 * @param byteCursor the chosen byte of the frame, from 0
 * @param bytesTop the first row of bytes on the screen, from 0
 */
public record DetailView(
    ListView lines, int shift, Set<String> turned, int byteCursor, int bytesTop) {
  static final DetailView START = new DetailView(ListView.START, 0, Set.of(), 0, 0);

  DetailView withLines(ListView others) {
    return new DetailView(others, shift, turned, byteCursor, bytesTop);
  }

  DetailView onLine(int line) {
    return withLines(lines.moveTo(line));
  }

  DetailView shifted(int columns) {
    return new DetailView(lines, columns, turned, byteCursor, bytesTop);
  }

  DetailView turned(Set<String> others) {
    return new DetailView(lines, shift, others, byteCursor, bytesTop);
  }

  DetailView at(int other) {
    return new DetailView(lines, shift, turned, other, bytesTop);
  }

  DetailView withBytesFrom(int row) {
    return new DetailView(lines, shift, turned, byteCursor, row);
  }
}
