package io.udpscope.ui;

import io.udpscope.app.layout.Rect;
import java.util.List;

/** Columns of fixed width, one of which may take what is left: steady whatever is in them. */
final class Table {
  /**
   * @param width in columns of the screen; 0: the rest; {@link #HIDDEN}
   */
  record Column(String name, int width, boolean right) {
    static Column left(String name, int width) {
      return new Column(name, width, false);
    }

    static Column right(String name, int width) {
      return new Column(name, width, true);
    }

    static Column rest(String name) {
      return new Column(name, 0, false);
    }

    /** In this table's columns by its place, but not on the screen. */
    static Column hidden() {
      return new Column("", HIDDEN, false);
    }
  }

  /** In front of every row: the mark of the chosen one. */
  private static final int MARKER = 2;

  private static final int HIDDEN = -1;

  private final Canvas canvas;
  private final Rect rect;
  private final List<Column> columns;
  private final int[] lefts;
  private final int[] widths;

  Table(Canvas canvas, Rect rect, int gap, List<Column> columns) {
    this.canvas = canvas;
    this.rect = rect;
    this.columns = columns;
    lefts = new int[columns.size()];
    widths = new int[columns.size()];
    int fixed = -gap;
    for (Column column : columns) {
      fixed += column.width() == HIDDEN ? 0 : column.width() + gap;
    }
    int left = rect.left() + MARKER;
    int rest = Math.max(0, rect.width() - MARKER - fixed);
    for (int i = 0; i < widths.length; i++) {
      lefts[i] = left;
      if (columns.get(i).width() == HIDDEN) {
        continue;
      }
      int width = columns.get(i).width() == 0 ? rest : columns.get(i).width();
      widths[i] = Math.max(0, Math.min(width, rect.left() + rect.width() - left));
      left += width + gap;
    }
  }

  void headings(int row) {
    for (int i = 0; i < widths.length; i++) {
      cell(row, i, Style.HEADING, columns.get(i).name());
    }
  }

  /** The heading of a column by which the rows are sorted. */
  void sortedHeading(int row, int column, boolean reversed) {
    cell(row, column, Style.HEADING, columns.get(column).name() + (reversed ? "▲" : "▼"));
  }

  void marker(int row, Style style) {
    if (style == Style.CURSOR) {
      canvas.fill(rect.left(), row, rect.width(), style, ' ');
    }
    canvas.put(rect.left(), row, MARKER, style, "▸");
  }

  void cell(int row, int column, Style style, String text) {
    if (columns.get(column).right()) {
      canvas.putRight(lefts[column], row, widths[column], style, text);
    } else {
      canvas.put(lefts[column], row, widths[column], style, text);
    }
  }

  /** All digits of a count, or where they have no room what is left of it in brief. */
  void count(int row, int column, Style style, long count) {
    String digits = Figures.count(count);
    cell(row, column, style, digits.length() <= widths[column] ? digits : Figures.brief(count));
  }

  int left(int column) {
    return lefts[column];
  }

  int width(int column) {
    return widths[column];
  }
}
