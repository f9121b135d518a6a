package io.udpscope.ui;

import static io.udpscope.ui.TableColumns.REST;

import io.udpscope.app.AppState;
import io.udpscope.app.PacketsView;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.find.FilterNews;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.Verdict;
import java.util.List;

/**
 * The captured packets, oldest first: No., which never changes | Time, minute, second and fraction,
 * in a file the hour, too | Dir, whether it came in or went out | Source and Destination,
 * address:port | Len of the frame in bytes | Rule that decided it | Verdict, and why it was not
 * forwarded | Info, what the payload says. A gap in the capture is a row: so many packets lost
 * here.
 */
final class PacketsPanel {
  private static final int MIDDLE_COLUMNS = 95;
  private static final int BROAD_COLUMNS = 150;

  private static final int HOUR_AND_FRACTION = 13;

  private static final TableColumns COLUMNS = columns(10, 10, 12, 12, 15);

  /** A file may be longer than an hour, and no clock beside it tells which one it is. */
  private static final TableColumns COLUMNS_OF_FILE = columns(10, HOUR_AND_FRACTION, 15, 15, 15);

  private static final int TIME = 1;
  private static final int DIRECTION = 2;
  private static final int SOURCE = 3;
  private static final int DESTINATION = 4;
  private static final int LENGTH = 5;
  private static final int RULE = 6;
  private static final int VERDICT = 7;
  private static final int INFO = 8;

  /** Fewer rows have come since the filter looked last, however fast they come. */
  private static final long MANY_BEHIND = 100_000;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final Table table;
  private final boolean narrow;

  private PacketsPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    narrow = rect.width() < MIDDLE_COLUMNS;
    TableColumns columns = state.facts().ofFile() ? COLUMNS_OF_FILE : COLUMNS;
    boolean broad = rect.width() >= BROAD_COLUMNS;
    table = new Table(canvas, rect, broad ? 2 : 1, columns.on(rect.width()));
  }

  private static TableColumns columns(int... timeWidths) {
    return new TableColumns(0, 70, MIDDLE_COLUMNS, 115, BROAD_COLUMNS)
        .right("No.", 0, 6, 8, 8, 10)
        .left("Time", timeWidths)
        .left("Dir", 0, 0, 3, 3, 3)
        .left("Source", 16, 16, 18, 20, 30)
        .left("Destination", REST, 14, 18, 20, 30)
        .right("Len", 0, 4, 5, 5, 5)
        .left("Rule", 0, 0, 0, 12, 14)
        .left("Verdict", 10, 10, 10, 10, 10)
        .left("Info", 0, REST, REST, REST, REST);
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    new PacketsPanel(canvas, rect, state).draw();
  }

  private void draw() {
    PacketPage page = state.page();
    title(page);
    table.headings(rect.top() + 1);
    int top = rect.top() + 2;
    int shown = state.layout().viewRows();
    if (page.rows().isEmpty()) {
      canvas.put(rect.left() + 2, top, rect.width() - 2, Style.PLAIN, whyEmpty());
      return;
    }
    // The rows of a page that was asked for at another height or place are shown as far as they go.
    int from = state.packets() instanceof PacketsView.Following ? page.rows().size() - shown : 0;
    for (int i = 0; i < shown; i++) {
      int at = Math.max(0, from) + i;
      if (at < page.rows().size()) {
        row(top + i, page.top() + at, page.rows().get(at));
      }
    }
  }

  private void title(PacketPage page) {
    long held = state.snapshot().store().packets();
    // The page may be a moment older than the store.
    long all = Math.max(held, state.snapshot().page().packets());
    FilterNews filter = state.snapshot().filter();
    boolean ofFile = state.facts().ofFile();
    String came =
        Figures.count(all) + (!ofFile ? " captured" : all == 1 ? " datagram" : " datagrams");
    String about =
        filter.isFiltering()
            ? filtered(filter, held)
            : held == all ? came : came + ", the newest " + Figures.count(held) + " kept";
    if (state.packets() instanceof PacketsView.Frozen frozen) {
      String since = Figures.count(all - frozen.packetsThen()) + " came since";
      draw(about, Style.WARNING, "FROZEN · " + since + " · Space goes on");
    } else if (ofFile) {
      long place = state.packetCursor() - page.firstRow() + 1;
      String end = Figures.count(page.endRow() - page.firstRow());
      draw(
          about,
          Style.FAINT,
          place <= 0 || page.rows().isEmpty() ? "" : Figures.count(place) + " of " + end);
    } else if (state.packets() instanceof PacketsView.Parked parked) {
      long newer = Math.max(0, page.endRow() - 1 - parked.cursor());
      draw(about, Style.WARNING, "not following · " + Figures.count(newer) + " newer · G follows");
    } else {
      draw(about, Style.LIVE, "following ▼");
    }
  }

  private String filtered(FilterNews filter, long held) {
    StringBuilder text = new StringBuilder(Figures.count(filter.packets()));
    text.append(" of ").append(Figures.count(held)).append(" shown");
    if (filter.percent() < 100) {
      text.append(", ").append(filter.percent()).append(" % looked at");
    }
    if (filter.behind() >= MANY_BEHIND && !state.facts().ofFile()) {
      text.append(", ").append(Figures.count(filter.behind())).append(" behind");
    }
    return text.append(" · filter: ").append(filter.inForce()).toString();
  }

  private void draw(String about, Style style, String right) {
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Packets", about, style, right);
  }

  private String whyEmpty() {
    if (state.snapshot().status() instanceof SessionStatus.Attaching) {
      return state.facts().ofFile() ? "reading …" : "attaching …";
    }
    FilterNews filter = state.snapshot().filter();
    if (filter.isFiltering() && state.snapshot().store().packets() > 0) {
      return filter.percent() < 100
          ? "looking …"
          : "the filter accepts none of these packets; / changes it";
    }
    List<String> silent = NothingCaptured.rules(state.snapshot());
    if (!silent.isEmpty()) {
      return NothingCaptured.words(silent);
    }
    if (state.snapshot().status() instanceof SessionStatus.Live) {
      return "no packet yet: what a rule above matches appears here as it arrives";
    }
    if (state.snapshot().status() instanceof SessionStatus.OfFile file) {
      return file.isDone() ? "there is no UDP in this file" : "no UDP so far";
    }
    return "no packet was captured";
  }

  private void row(int row, long place, PageRow what) {
    Style style = Style.PLAIN;
    if (place == state.packetCursor()) {
      style = state.screen().focus() == Pane.VIEW ? Style.CURSOR : Style.CHOSEN;
      table.marker(row, style);
    }
    if (what instanceof PageRow.GapRow gap) {
      String why = state.facts().ofFile() ? "" : ": ring full";
      String text = Figures.count(gap.lost()) + " packets lost here" + why;
      Style alarm = style == Style.CURSOR ? style : Style.ALARM;
      canvas.put(rect.left() + 2, row, rect.width() - 2, alarm, text);
    } else if (what instanceof PageRow.PacketRow packet) {
      packet(row, style, packet);
    }
  }

  private void packet(int row, Style style, PageRow.PacketRow packet) {
    table.cell(row, 0, style, number(packet.number()));
    table.cell(row, TIME, style, time(packet));
    table.cell(row, DIRECTION, style, word(packet.direction()));
    table.cell(row, SOURCE, style, EndpointText.fit(packet.source(), table.width(SOURCE)));
    table.cell(
        row, DESTINATION, style, EndpointText.fit(packet.destination(), table.width(DESTINATION)));
    table.cell(row, LENGTH, style, Long.toString(packet.length()));
    table.cell(row, RULE, style, packet.rule().isEmpty() ? "-" : packet.rule());
    if (packet.failure() == Failure.NO_FAILURE) {
      boolean dropped = packet.verdict() == Verdict.DROPPED;
      boolean unheard = state.snapshot().health().unheard().is(packet);
      Style plain = unheard ? Style.WARNING : dropped ? Style.DROP : Style.PASS;
      String mark = unheard ? " !" : "";
      Style verdict = style == Style.CURSOR ? style : plain;
      table.cell(row, VERDICT, verdict, word(packet.verdict()) + mark);
      table.cell(row, INFO, style, shifted(packet.info()));
    } else {
      failed(row, style, packet);
    }
  }

  private static String word(Verdict verdict) {
    return verdict == Verdict.UNKNOWN ? "-" : verdict.word();
  }

  private static String word(Direction direction) {
    return direction == Direction.UNKNOWN ? "-" : direction.word();
  }

  /** Why it was not forwarded is more than fits into a verdict; what it says comes behind. */
  private void failed(int row, Style style, PageRow.PacketRow packet) {
    String why = packet.verdict().word() + ": " + packet.failure().word();
    int left = table.left(VERDICT);
    int end = rect.left() + rect.width();
    left += canvas.put(left, row, end - left, style == Style.CURSOR ? style : Style.WARNING, why);
    if (table.width(INFO) > 0) {
      left = Math.max(left + 1, table.left(INFO));
      canvas.put(left, row, end - left, style, shifted(packet.info()));
    }
  }

  /** Where the direction has no column, what leaves is marked. */
  private String time(PageRow.PacketRow packet) {
    String time = clock(packet.timeOfDayNanos());
    return narrow && packet.direction() == Direction.OUT ? time + "▲" : time;
  }

  private String clock(long timeOfDayNanos) {
    int digits = narrow ? 3 : 6;
    if (!state.facts().ofFile()) {
      return Figures.minuteAndFraction(timeOfDayNanos, digits);
    }
    return table.width(TIME) < HOUR_AND_FRACTION
        ? Figures.clock(timeOfDayNanos)
        : Figures.clockAndFraction(timeOfDayNanos, digits);
  }

  /** Where a number has more digits than the column, its last ones tell neighbours apart. */
  private String number(long number) {
    String text = Long.toString(number);
    int width = table.width(0);
    boolean whole = text.length() <= width || width < 2;
    return whole ? text : "…" + text.substring(text.length() - width + 1);
  }

  private String shifted(String info) {
    int shift = Math.min(state.packetsShift(), info.length());
    return shift == 0 ? info : "…" + info.substring(shift);
  }
}
