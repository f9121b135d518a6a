package io.udpscope.app.page;

import java.util.List;

/**
 * The rows that the packets pane asked for, as far as the store still has them. Where a row stands
 * among those that are shown is its place: its number in the store, as long as all are shown.
 *
 * @param window what was asked for
 * @param series which filter the places are of; another one, other places
 * @param firstRow the place of the oldest row that is shown
 * @param endRow one more than the place of the newest
 * @param storeEnd one more than the number of the newest row in the store, shown or not
 * @param packets that ever came in
 * @param sought the row of the store that the window is around; -1 if it is around none
 * @param top the place of the first of the rows
 * @param rows at consecutive places, oldest first
 */
public record PacketPage(
    PacketWindow window,
    long series,
    long firstRow,
    long endRow,
    long storeEnd,
    long packets,
    long sought,
    long top,
    List<PageRow> rows) {
  public static final PacketPage EMPTY =
      new PacketPage(new PacketWindow.Latest(0), 0, 0, 0, 0, 0, -1, 0, List.of());

  /** The row at this place, or null if it is not on the page. */
  public PageRow row(long place) {
    return place < top || place >= top + rows.size() ? null : rows.get((int) (place - top));
  }

  /** The same rows, saying nothing of what is in the packets. */
  public PacketPage withoutPayloads() {
    List<PageRow> bare = rows.stream().map(PageRow::withoutPayload).toList();
    return new PacketPage(window, series, firstRow, endRow, storeEnd, packets, sought, top, bare);
  }

  /** The place of this row of the store, or of the nearest that is on the page; -1 if none is. */
  public long nearest(long row) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).row() >= row) {
        return top + i;
      }
    }
    return rows.isEmpty() ? -1 : top + rows.size() - 1;
  }
}
