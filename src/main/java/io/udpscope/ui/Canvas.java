package io.udpscope.ui;

/** Puts text into cells, never beyond the columns it was given. */
final class Canvas {
  private final FrameBuffer buffer;
  private final Theme theme;
  private final boolean ascii;

  Canvas(FrameBuffer buffer, Theme theme, boolean ascii) {
    this.buffer = buffer;
    this.theme = theme;
    this.ascii = ascii;
  }

  /** The text as it will be shown. */
  String shown(String text) {
    return DisplayText.of(text, ascii);
  }

  /** Columns that the text takes. */
  int columns(String text) {
    return DisplayText.columns(shown(text));
  }

  /**
   * Puts text at the left of a field of {@code width} columns; what does not fit ends in an
   * ellipsis.
   *
   * @return columns taken
   */
  int put(int left, int row, int width, Style style, String text) {
    if (width <= 0) {
      return 0;
    }
    if (style == Style.CURSOR) {
      buffer.urge(row);
    }
    String shown = shown(text);
    boolean cut = shown.length() * 2 > width && DisplayText.columns(shown) > width;
    int limit = cut ? width - 1 : width;
    int column = 0;
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      int columns = DisplayText.columns(c);
      if (column + columns > limit) {
        break;
      }
      buffer.put(left + column, row, theme.cell(style, c), columns);
      column += columns;
    }
    if (cut) {
      buffer.put(left + column, row, theme.cell(style, ascii ? '~' : '…'), 1);
      column++;
    }
    return column;
  }

  /** Puts text at the right of the field. */
  void putRight(int left, int row, int width, Style style, String text) {
    int columns = Math.min(width, columns(text));
    put(left + width - columns, row, columns, style, text);
  }

  void fill(int left, int row, int width, Style style, char sign) {
    String shown = shown(String.valueOf(sign));
    for (int i = 0; i < width; i++) {
      buffer.put(left + i, row, theme.cell(style, shown.charAt(0)), 1);
    }
  }
}
