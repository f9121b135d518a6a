package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;
import io.udpscope.app.RuleRow;
import io.udpscope.app.Snapshot;
import io.udpscope.model.Action;
import io.udpscope.model.Rule;
import io.udpscope.model.Traffic;
import java.util.List;
import java.util.Optional;

/**
 * The rules in force, in the order in which they are asked: # position | name | match: source →
 * destination:ports | action, and what was asked for but is not confirmed | in force: the
 * generation that confirmed the action and since when | pps in the last second | packets | bytes.
 * Behind them what no rule matches.
 */
final class RulesPanel {
  private static final List<Table.Column> WIDE =
      List.of(
          Table.Column.right("#", 3),
          Table.Column.left("name", 16),
          Table.Column.rest("match"),
          Table.Column.left("action", 6),
          Table.Column.left("in force", 18),
          Table.Column.right("pps", 7),
          Table.Column.right("packets", 15),
          Table.Column.right("bytes", 7));

  private static final List<Table.Column> NARROW =
      List.of(
          Table.Column.right("#", 2),
          Table.Column.left("name", 11),
          Table.Column.rest("match"),
          Table.Column.left("action", 6),
          Table.Column.left("since", 8),
          Table.Column.right("pps", 5),
          Table.Column.right("packets", 9),
          Table.Column.right("bytes", 6));

  private static final List<Table.Column> TINY =
      List.of(
          Table.Column.right("#", 2),
          Table.Column.left("name", 9),
          Table.Column.rest("match"),
          Table.Column.left("action", 6),
          Table.Column.hidden(),
          Table.Column.right("pps", 5),
          Table.Column.hidden(),
          Table.Column.hidden());

  private static final int WIDE_COLUMNS = 110;
  private static final int NARROW_COLUMNS = 70;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final Table table;
  private final boolean wide;

  private RulesPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    wide = rect.width() >= WIDE_COLUMNS;
    List<Table.Column> columns = rect.width() < NARROW_COLUMNS ? TINY : wide ? WIDE : NARROW;
    table = new Table(canvas, rect, wide ? 2 : 1, columns);
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    new RulesPanel(canvas, rect, state).draw();
  }

  private void draw() {
    List<RuleRow> rules = state.snapshot().rules();
    int shown = state.layout().ruleRows();
    PaneTitle.draw(canvas, rect, state, Pane.RULES, "Rules", hidden(rules.size() + 1, shown));
    table.headings(rect.top() + 1);
    if (rules.isEmpty()) {
      canvas.put(rect.left() + 2, rect.top() + 2, rect.width() - 2, Style.PLAIN, "attaching …");
      return;
    }
    for (int i = 0; i < shown; i++) {
      int at = state.ruleTop() + i;
      int row = rect.top() + 2 + i;
      if (at < rules.size()) {
        rule(row, at, rules.get(at));
      } else if (at == rules.size()) {
        noRule(row, at);
      }
    }
  }

  private String hidden(int all, int shown) {
    return all <= shown
        ? ""
        : (state.ruleTop() + 1) + "-" + Math.min(all, state.ruleTop() + shown) + " of " + all;
  }

  private void rule(int row, int at, RuleRow rule) {
    Style style = cursor(row, at);
    Rule what = rule.rule();
    table.cell(row, 0, style, Integer.toString(at + 1));
    table.cell(row, 1, style, what.name());
    table.cell(row, 2, style, what.match().describe("→"));
    Optional<Action> asked =
        state
            .pending()
            .filter(pending -> pending.rule().equals(what.name()))
            .map(AppState.Pending::action);
    table.cell(row, 3, actionStyle(style, what.action()), action(what.action(), asked));
    String since = Figures.clock(rule.confirmedAtNanos());
    table.cell(row, 4, style, wide ? "gen " + rule.generation() + " " + since : since);
    table.cell(row, 5, style, Figures.brief(rule.packetsPerSecond()));
    traffic(row, style, rule.counters().traffic());
  }

  private static String action(Action action, Optional<Action> asked) {
    return asked.map(next -> next.name() + "…").orElse(action.name());
  }

  private void noRule(int row, int at) {
    Snapshot snapshot = state.snapshot();
    Style style = cursor(row, at);
    table.cell(row, 0, style, "*");
    table.cell(row, 1, style, "(no rule)");
    table.cell(row, 2, style, "any UDP");
    table.cell(row, 3, actionStyle(style, Action.PASS), Action.PASS.name());
    table.cell(row, 5, style, Figures.brief(snapshot.unmatchedPerSecond()));
    traffic(row, style, snapshot.unmatched());
  }

  private void traffic(int row, Style style, Traffic traffic) {
    String packets = Figures.count(traffic.packets());
    boolean fits = packets.length() <= table.width(6);
    table.cell(row, 6, style, fits ? packets : Figures.brief(traffic.packets()));
    table.cell(row, 7, style, Figures.brief(traffic.bytes()));
  }

  private Style cursor(int row, int at) {
    if (at != state.ruleCursor()) {
      return Style.PLAIN;
    }
    Style style = state.focus() == Pane.RULES ? Style.CURSOR : Style.CHOSEN;
    table.marker(row, style);
    return style;
  }

  private static Style actionStyle(Style row, Action action) {
    if (row == Style.CURSOR) {
      return row;
    }
    return action == Action.DROP ? Style.DROP : Style.PASS;
  }
}
