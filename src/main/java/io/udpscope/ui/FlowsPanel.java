package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.flow.FlowColumn;
import io.udpscope.app.flow.FlowKey;
import io.udpscope.app.flow.FlowList;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.flow.FlowRow;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.TapCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the panes of conversations and of talkers have in common: title, headings, order, rows. */
abstract class FlowsPanel {
  private static final int TITLE_AND_HEADINGS = 2;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final FlowList list;
  final FlowPage page;
  final Table table;

  FlowsPanel(Canvas canvas, Rect rect, AppState state, List<Table.Column> columns) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    list = state.flows().list(state.screen().view());
    page = state.snapshot().flows();
    table = new Table(canvas, rect, 1, columns);
  }

  /** Where the column of that order stands in the table. */
  abstract int column(FlowColumn sorted);

  abstract void cells(int row, Style style, FlowRow what);

  final void draw(String name, String about) {
    title(name, about);
    int top = rect.top() + TITLE_AND_HEADINGS;
    table.headings(top - 1);
    table.sortedHeading(top - 1, column(list.query().column()), list.query().reversed());
    // In another order they are shown until the new one is there; something else is not.
    boolean same =
        page.window().map(one -> one.query().kind() == list.query().kind()).orElse(false);
    if (!same || page.all() == 0) {
      canvas.put(rect.left() + 2, top, rect.width() - 2, Style.PLAIN, whyEmpty(same));
      return;
    }
    for (int i = 0; i < Math.min(page.rows().size(), rect.height() - TITLE_AND_HEADINGS); i++) {
      FlowRow what = page.rows().get(i);
      cells(top + i, style(top + i, page.top() + i, what.key()), what);
    }
  }

  private void title(String name, String about) {
    String forgotten = page.forgotten() == 0 ? "" : ", " + Figures.count(page.forgotten());
    String counted = about + (forgotten.isEmpty() ? "" : forgotten + " idle ones forgotten");
    String order = list.query().column().word() + (list.query().reversed() ? " ▲" : " ▼");
    String missing = missing(state.snapshot().ledger().tap(), page.leftOut());
    String without = missing.isEmpty() ? "" : "without " + missing + " · ";
    Style style = missing.isEmpty() ? Style.FAINT : Style.WARNING;
    PaneTitle.draw(canvas, rect, state, Pane.VIEW, name, counted, style, without + order);
  }

  private static String missing(TapCounters tap, long tooMany) {
    List<String> parts = new ArrayList<>();
    if (tap.lost() > 0) {
      parts.add(Figures.count(tap.lost()) + " lost");
    }
    if (tap.leftOut() > 0) {
      parts.add(Figures.count(tap.leftOut()) + " not captured");
    }
    if (tooMany > 0) {
      parts.add(Figures.count(tooMany) + " left out, too many at once");
    }
    return String.join(", ", parts);
  }

  private String whyEmpty(boolean same) {
    if (state.snapshot().status() instanceof SessionStatus.Attaching) {
      return state.facts().ofFile() ? "reading …" : "attaching …";
    }
    if (same && state.facts().ofFile()) {
      return "no UDP so far";
    }
    return same ? "no packet yet: who sends what a rule above matches appears here" : "counting …";
  }

  private Style style(int row, int at, FlowKey key) {
    Optional<FlowKey> chosen = list.chosen();
    if (chosen.isPresent() ? !chosen.get().equals(key) : at != list.cursor()) {
      return Style.PLAIN;
    }
    Style style = state.screen().focus() == Pane.VIEW ? Style.CURSOR : Style.CHOSEN;
    table.marker(row, style);
    return style;
  }
}
