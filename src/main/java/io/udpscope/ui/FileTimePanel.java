package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.page.PageRow;
import io.udpscope.app.time.FileTime;
import io.udpscope.app.time.FileTime.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All of a file's time, its first packet at the left: a title with how long a column is and the
 * most packets in one | packets as bars | a mark under the chosen packet.
 */
final class FileTimePanel {
  private static final String LEGEND = " ▲ chosen packet ";

  private final Canvas canvas;
  private final Rect rect;
  private final FileTime time;
  private final int perColumn;

  private FileTimePanel(Canvas canvas, Rect rect, FileTime time) {
    this.canvas = canvas;
    this.rect = rect;
    this.time = time;
    perColumn = Math.max(1, (time.packets().length + rect.width() - 1) / rect.width());
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    canvas.fill(rect.left(), rect.top(), rect.width(), Style.FAINT, '─');
    if (state.snapshot().status() instanceof SessionStatus.OfFile file && file.time().isPresent()) {
      FileTimePanel panel = new FileTimePanel(canvas, rect, file.time().get());
      panel.draw();
      state.selected().ifPresent(chosen -> panel.mark(chosen.packet()));
    }
  }

  private void draw() {
    List<Long> heights = new ArrayList<>();
    long[] packets = time.packets();
    for (int from = 0; from < packets.length; from += perColumn) {
      int end = Math.min(packets.length, from + perColumn);
      heights.add(Arrays.stream(packets, from, end).sum());
    }
    title(heights.stream().mapToLong(Long::longValue).max().orElse(0));
    String bars = Bars.heights(heights, rect.width());
    canvas.put(rect.left(), rect.top() + 1, rect.width(), Style.LIVE, bars);
  }

  private void title(long highest) {
    int row = rect.top();
    int left = 1 + canvas.put(rect.left() + 1, row, rect.width() - 1, Style.TITLE, " Whole file ");
    String column = Figures.shortSpan(perColumn * time.stretchNanos());
    String most = " at most " + Figures.count(highest) + " datagrams in " + column + " ";
    canvas.put(rect.left() + left + 1, row, rect.width() - left - 1, Style.PLAIN, most);
    canvas.putRight(rect.left(), row, rect.width() - 2, Style.FAINT, LEGEND);
  }

  private void mark(PageRow.PacketRow packet) {
    long stretch = time.stretchOf(new Moment(packet.epochDay(), packet.timeOfDayNanos()));
    long column = Math.floorDiv(stretch, perColumn);
    if (column >= 0 && column < rect.width()) {
      canvas.put(rect.left() + (int) column, rect.top() + 2, 1, Style.WARNING, "▲");
    }
  }
}
