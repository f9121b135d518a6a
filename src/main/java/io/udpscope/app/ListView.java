package io.udpscope.app;

/**
 * Where a list stands.
 *
 * @param top the first row on the screen, from 0
 * @param cursor the chosen row
 */
public record ListView(int top, int cursor) {
  static final ListView START = new ListView(0, 0);

  ListView moveTo(int row) {
    return new ListView(top, row);
  }

  /** Within {@code size} rows of which {@code height} are on the screen. */
  ListView within(int size, int height) {
    int row = Math.max(0, Math.min(cursor, size - 1));
    int first = Math.max(row - Math.max(1, height) + 1, Math.min(top, row));
    return new ListView(Math.max(0, first), row);
  }
}
