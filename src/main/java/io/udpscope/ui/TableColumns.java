package io.udpscope.ui;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a table that stands on panes of many widths. Each is declared once, with its width
 * on each kind of pane, the narrowest first: 0 where it is left out, {@link #REST} where it takes
 * what the others leave.
 */
final class TableColumns {
  static final int REST = -1;

  private final int[] paneColumns;
  private final List<List<Table.Column>> kinds = new ArrayList<>();

  /**
   * @param paneColumns so wide a pane is at least to be of each kind; those that are narrower are
   *     of the first, too
   */
  TableColumns(int... paneColumns) {
    this.paneColumns = paneColumns;
    for (int i = 0; i < paneColumns.length; i++) {
      kinds.add(new ArrayList<>());
    }
  }

  TableColumns left(String name, int... widths) {
    return add(name, name, false, widths);
  }

  /**
   * @param brief the name where the other one does not fit
   */
  TableColumns left(String name, String brief, int... widths) {
    return add(name, brief, false, widths);
  }

  TableColumns right(String name, int... widths) {
    return add(name, name, true, widths);
  }

  private TableColumns add(String name, String brief, boolean right, int... widths) {
    for (int kind = 0; kind < paneColumns.length; kind++) {
      int width = widths[kind];
      String heading = width == REST || width >= name.length() ? name : brief;
      kinds.get(kind).add(column(heading, width, right));
    }
    return this;
  }

  private static Table.Column column(String name, int width, boolean right) {
    return switch (width) {
      case 0 -> Table.Column.hidden();
      case REST -> Table.Column.rest(name);
      default -> right ? Table.Column.right(name, width) : Table.Column.left(name, width);
    };
  }

  /** Those of a pane of that width. */
  List<Table.Column> on(int columns) {
    int kind = paneColumns.length - 1;
    while (kind > 0 && columns < paneColumns[kind]) {
      kind--;
    }
    return kinds.get(kind);
  }
}
