package io.udpscope.app;

import java.util.List;

/**
 * The rows that the packets pane asked for, as far as the store still has them.
 *
 * @param window what was asked for
 * @param firstRow the oldest row in the store
 * @param endRow one more than the newest row
 * @param packets that ever came in
 * @param rows consecutive, oldest first
 */
public record PacketPage(
    PacketWindow window, long firstRow, long endRow, long packets, List<PageRow> rows) {
  static final PacketPage EMPTY = new PacketPage(new PacketWindow.Latest(0), 0, 0, 0, List.of());

  /** The row with this number, or null if it is not on the page. */
  public PageRow row(long row) {
    if (rows.isEmpty() || row < top() || row >= top() + rows.size()) {
      return null;
    }
    return rows.get((int) (row - top()));
  }

  /** The number of the first row on the page. */
  public long top() {
    return rows.isEmpty() ? endRow : rows.get(0).row();
  }
}
