package io.udpscope.app;

import io.udpscope.app.key.Intent;

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

  ListView moveBy(int rows) {
    return moveTo(cursor + rows);
  }

  /**
   * Where a key that moves leads to; {@link #within} makes a row of the list of it.
   *
   * @param typed the count in front of the key, 0 if there is none
   * @param page rows that a page key moves
   */
  ListView after(Intent intent, int typed, int page) {
    int count = Math.max(1, typed);
    return switch (intent) {
      case UP -> moveTo(cursor - count);
      case DOWN -> moveTo(cursor + count);
      case PAGE_UP -> moveTo(cursor - count * page);
      case PAGE_DOWN -> moveTo(cursor + count * page);
      case FIRST -> moveTo(Math.max(0, typed - 1));
      case LAST -> moveTo(Integer.MAX_VALUE / 2);
      default -> this;
    };
  }

  /** Within {@code size} rows of which {@code height} are on the screen. */
  ListView within(int size, int height) {
    int row = Math.max(0, Math.min(cursor, size - 1));
    int first = Math.max(row - Math.max(1, height) + 1, Math.min(top, row));
    return new ListView(Math.max(0, first), row);
  }
}
