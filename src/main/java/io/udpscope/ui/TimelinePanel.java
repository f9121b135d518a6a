package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.time.Timeline;
import java.util.ArrayList;
import java.util.List;

/**
 * The last minutes, now at the right: a title with the highest rate | packets a second as bars | a
 * mark under each second in which the rules changed or packets were lost. A column is as many whole
 * seconds as it takes to show all of the minutes.
 */
final class TimelinePanel {
  private static final String LEGEND = "▲ change  ▼ taken back  y kept  ! lost";

  private final Canvas canvas;
  private final Rect rect;
  private final Timeline timeline;
  private final int perColumn;

  private TimelinePanel(Canvas canvas, Rect rect, Timeline timeline) {
    this.canvas = canvas;
    this.rect = rect;
    this.timeline = timeline;
    perColumn = (Timeline.SECONDS + rect.width() - 1) / rect.width();
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    if (state.facts().ofFile()) {
      FileTimePanel.draw(canvas, rect, state);
      return;
    }
    Timeline timeline = state.snapshot().rates().timeline();
    TimelinePanel panel = new TimelinePanel(canvas, rect, timeline);
    panel.title();
    panel.bars();
    panel.marks(state.snapshot().changes().log());
  }

  private void title() {
    int row = rect.top();
    canvas.fill(rect.left(), row, rect.width(), Style.FAINT, '─');
    long highest = timeline.seconds().stream().mapToLong(Timeline.Second::packets).max().orElse(0);
    String minutes = " Last " + Timeline.SECONDS / 60 + " minutes ";
    int left = 1 + canvas.put(rect.left() + 1, row, rect.width() - 1, Style.TITLE, minutes);
    String most = " at most " + Figures.packetRate(highest) + " ";
    canvas.put(rect.left() + left + 1, row, rect.width() - left - 1, Style.PLAIN, most);
    String legend = " " + LEGEND + " ";
    canvas.putRight(rect.left(), row, rect.width() - 2, Style.FAINT, legend);
  }

  /** The highest second counts for the column. */
  private void bars() {
    List<Long> heights = new ArrayList<>();
    for (int column = 0; column < rect.width(); column++) {
      long highest = -1;
      for (Timeline.Second second : secondsOf(column)) {
        highest = Math.max(highest, second.packets());
      }
      if (highest >= 0) {
        heights.add(highest);
      }
    }
    String bars = Bars.heights(heights, rect.width());
    canvas.putRight(rect.left(), rect.top() + 1, rect.width(), Style.LIVE, bars);
  }

  private List<Timeline.Second> secondsOf(int column) {
    long first = firstNumber(column);
    long oldest = timeline.number() - timeline.seconds().size() + 1;
    int from = (int) Math.max(0, first - oldest);
    int to = (int) Math.min(timeline.seconds().size(), first - oldest + perColumn);
    return from < to ? timeline.seconds().subList(from, to) : List.of();
  }

  /** The number of the first second in a column; the newest second is in the last column. */
  private long firstNumber(int column) {
    long newest = Math.floorDiv(timeline.number(), perColumn);
    return (newest - (rect.width() - 1 - column)) * perColumn;
  }

  private void marks(List<LoggedChange> log) {
    for (int column = 0; column < rect.width(); column++) {
      if (secondsOf(column).stream().anyMatch(second -> second.lost() > 0)) {
        mark(column, Style.ALARM, "!");
      }
    }
    for (LoggedChange change : log) {
      long number = timeline.numberAt(change.timeOfDayNanos());
      long behind = Math.floorDiv(timeline.number(), perColumn) - Math.floorDiv(number, perColumn);
      if (behind >= 0 && behind < rect.width()) {
        mark(rect.width() - 1 - (int) behind, Style.WARNING, sign(change.kind()));
      }
    }
  }

  private void mark(int column, Style style, String sign) {
    canvas.put(rect.left() + column, rect.top() + 2, 1, style, sign);
  }

  private static String sign(LoggedChange.Kind kind) {
    return switch (kind) {
      case KEPT -> "y";
      case UNDONE, WENT_BACK -> "▼";
      default -> "▲";
    };
  }
}
