package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.LogKeys;
import io.udpscope.app.change.RuleDifference;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.layout.WrappedText;
import io.udpscope.app.log.ChangeFate;
import io.udpscope.app.log.LogLine;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.LoggedEvent;
import io.udpscope.app.log.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was changed and what else happened, newest first: time | who | from where | what became of
 * it | what was before and is after. Below, what the chosen line is about, where there is room.
 */
final class LogPanel {
  private static final List<Table.Column> WIDE =
      List.of(
          Table.Column.left("time", 8),
          Table.Column.left("who", 8),
          Table.Column.left("from", 15),
          Table.Column.left("now", 9),
          Table.Column.rest("what: before → after"));

  private static final List<Table.Column> NARROW =
      List.of(
          Table.Column.left("time", 8),
          Table.Column.left("who", 8),
          Table.Column.hidden(),
          Table.Column.left("now", 9),
          Table.Column.rest("what: before → after"));

  private static final List<Table.Column> TINY =
      List.of(
          Table.Column.left("time", 8),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.hidden(),
          Table.Column.rest("what: before → after"));

  private static final int WIDE_COLUMNS = 95;
  private static final int NARROW_COLUMNS = 60;

  private static final int WHO = 1;
  private static final int FROM = 2;
  private static final int FATE = 3;
  private static final int WHAT = 4;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final Table table;
  private final List<LogLine> lines;
  private final Map<Long, ChangeFate> fates;

  private LogPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    boolean narrow = rect.width() >= NARROW_COLUMNS;
    table =
        new Table(canvas, rect, 1, rect.width() >= WIDE_COLUMNS ? WIDE : narrow ? NARROW : TINY);
    lines = state.snapshot().logLines();
    boolean stands = state.snapshot().changes().standing().isPresent();
    fates = ChangeFate.of(state.snapshot().changes().log(), stands);
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    new LogPanel(canvas, rect, state).draw();
  }

  private void draw() {
    int changes = state.snapshot().changes().log().size();
    String about = changes == 0 ? "" : changes == 1 ? "1 line" : changes + " lines";
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, "Log of changes", about);
    if (lines.isEmpty()) {
      empty();
      return;
    }
    table.headings(rect.top() + 1);
    int rows = state.layout().viewRows();
    int list = LogKeys.listRows(rows);
    for (int i = 0; i < list; i++) {
      int at = state.log().top() + i;
      if (at < lines.size()) {
        line(rect.top() + 2 + i, at);
      }
    }
    if (list < rows && state.log().cursor() < lines.size()) {
      int top = rect.top() + 2 + list;
      canvas.fill(rect.left(), top, rect.width(), Style.FAINT, '─');
      detail(new Rect(rect.left() + 2, top + 1, rect.width() - 3, rows - list - 1));
    }
  }

  private void empty() {
    boolean changes = !state.facts().readOnly();
    String[] texts = {
      "nothing was changed yet, and nothing happened to the session",
      changes ? "d, t, f, a, e, x, J and K change rules" : "nothing can be: it is read-only"
    };
    for (int i = 0; i < texts.length && i + 1 < rect.height(); i++) {
      canvas.put(rect.left() + 2, rect.top() + 1 + i, rect.width() - 2, Style.PLAIN, texts[i]);
    }
  }

  private void line(int row, int at) {
    LogLine line = lines.get(at);
    Style cursor = state.screen().focus() == Pane.VIEW ? Style.CURSOR : Style.CHOSEN;
    boolean chosen = at == state.log().cursor();
    if (chosen) {
      table.marker(row, cursor);
    }
    Style style = chosen && cursor == Style.CURSOR ? cursor : style(line);
    table.cell(row, 0, style, Figures.clock(line.timeOfDayNanos()));
    if (line instanceof LoggedChange change) {
      table.cell(row, WHO, style, change.operator().login());
      table.cell(row, FROM, style, change.operator().from());
      ChangeFate fate = fates.get(change.number());
      table.cell(row, FATE, style, fate == null ? "" : fate.word());
    }
    table.cell(row, WHAT, style, line.what());
  }

  private Style style(LogLine line) {
    if (line instanceof LoggedEvent event) {
      return event.notice().severity() == Notice.Severity.ALARM ? Style.ALARM : Style.FAINT;
    }
    LoggedChange change = (LoggedChange) line;
    boolean stands = fates.get(change.number()) == ChangeFate.STANDING;
    return stands || change.kind() == LoggedChange.Kind.WENT_BACK ? Style.WARNING : Style.PLAIN;
  }

  private void detail(Rect room) {
    LogLine line = lines.get(state.log().cursor());
    List<String> texts = new ArrayList<>();
    if (line instanceof LoggedChange change) {
      String kept = change.stands() ? ", to go back by itself unless it is kept" : "";
      texts.add(Figures.clock(change.timeOfDayNanos()) + " " + change.operator() + kept);
      for (RuleDifference difference : change.differences()) {
        texts.addAll(WrappedText.lines(difference.asChange(), room.width()));
      }
    } else {
      texts.addAll(WrappedText.lines(line.what(), room.width()));
    }
    for (int i = 0; i < texts.size() && i < room.height(); i++) {
      boolean cut = i == room.height() - 1 && texts.size() > room.height();
      String text = cut ? "and " + (texts.size() - i) + " more" : texts.get(i);
      canvas.put(room.left(), room.top() + i, room.width(), Style.PLAIN, text);
    }
  }
}
