package io.udpscope.ui;

import static io.udpscope.ui.TableColumns.REST;

import io.udpscope.app.AppState;
import io.udpscope.app.RuleRow;
import io.udpscope.app.SessionStatus;
import io.udpscope.app.Snapshot;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.Action;
import io.udpscope.model.Traffic;
import java.util.List;
import java.util.Optional;

/**
 * The rules in force, in the order in which they are asked: # position | name | match: source →
 * destination:ports | action | translate: the port that the first port becomes | forward: strategy
 * and targets | in force: the generation that made the rule what it is and since when, where there
 * is room | packets in each of the last seconds | pps in the last one | packets | bytes. What
 * stands unconfirmed has its seconds beside it. Behind them what no rule matches.
 */
final class RulesPanel {
  private static final int ROOMY_COLUMNS = 170;

  private static final TableColumns COLUMNS =
      new TableColumns(0, 70, 95, 115, 145, ROOMY_COLUMNS)
          .right("#", 2, 2, 2, 3, 3, 3)
          .left("name", 9, 9, 11, 11, 11, 16)
          .left("match", REST, REST, REST, REST, REST, REST)
          .left("action", 8, 8, 8, 8, 8, 8)
          .left("translate", "to port", 0, 7, 9, 11, 11, 12)
          .left("forward", 0, 13, 20, 27, 27, 36)
          .left("in force", 0, 0, 0, 0, 0, 18)
          .left("seconds", 0, 0, 0, 0, 12, 12)
          .right("pps", 5, 5, 5, 6, 6, 7)
          .right("packets", 0, 7, 9, 11, 11, 15)
          .right("bytes", 0, 0, 6, 6, 6, 7);

  private static final String TITLE = "Rules";

  /** Lines and spaces between the three parts of the title. */
  private static final int TITLE_COLUMNS = 10;

  private static final int ACTION = 3;
  private static final int TRANSLATE = 4;
  private static final int FORWARD = 5;
  private static final int IN_FORCE = 6;
  private static final int SECONDS = 7;
  private static final int PPS = 8;
  private static final int PACKETS = 9;
  private static final int BYTES = 10;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final Table table;

  private RulesPanel(Canvas canvas, Rect rect, AppState state) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    int gap = rect.width() >= ROOMY_COLUMNS ? 2 : 1;
    table = new Table(canvas, rect, gap, COLUMNS.on(rect.width()));
  }

  static void draw(Canvas canvas, Rect rect, AppState state) {
    new RulesPanel(canvas, rect, state).draw();
  }

  private void draw() {
    List<RuleRow> rules = state.snapshot().rules();
    int shown = state.layout().ruleRows();
    title(rules, shown);
    table.headings(rect.top() + 1);
    if (state.snapshot().status() instanceof SessionStatus.Attaching) {
      canvas.put(rect.left() + 2, rect.top() + 2, rect.width() - 2, Style.PLAIN, "attaching …");
      return;
    }
    for (int i = 0; i < shown; i++) {
      int at = state.rules().top() + i;
      int row = rect.top() + 2 + i;
      if (at < rules.size()) {
        rule(row, at, rules.get(at));
      } else if (at == rules.size()) {
        noRule(row, at);
      }
    }
  }

  /** On the left what is shown and what went where, on the right what is wrong; as much as fits. */
  private void title(List<RuleRow> rules, int shown) {
    int all = rules.size() + 1;
    String part =
        all <= shown || shown < 1
            ? ""
            : (state.rules().top() + 1)
                + "-"
                + Math.min(all, state.rules().top() + shown)
                + " of "
                + all;
    String sent = chosen(rules).map(SentText::of).orElse("");
    String both = part + (part.isEmpty() || sent.isEmpty() ? "" : " · ") + sent;
    Optional<Trouble> trouble = trouble(rules);
    String sentence = trouble.map(Trouble::sentence).orElse("");
    String explained = trouble.map(Trouble::explained).orElse("");
    Style style = trouble.map(Trouble::goesOn).orElse(false) ? Style.ALARM : Style.WARNING;
    String[][] choices = {
      {both, explained}, {part, explained}, {both, sentence}, {part, sentence}, {"", sentence}
    };
    int at = 0;
    while (at < choices.length - 1 && !fits(choices[at])) {
      at++;
    }
    PaneTitle.draw(canvas, rect, state, Pane.RULES, TITLE, choices[at][0], style, choices[at][1]);
  }

  private boolean fits(String[] title) {
    int texts = canvas.columns(TITLE) + canvas.columns(title[0]) + canvas.columns(title[1]);
    return texts + TITLE_COLUMNS <= rect.width();
  }

  private Optional<RuleRow> chosen(List<RuleRow> rules) {
    return rules.stream().skip(state.rules().cursor()).findFirst();
  }

  /** The chosen rule's if something is wrong with it, else the first with which something is. */
  private Optional<Trouble> trouble(List<RuleRow> rules) {
    Optional<Trouble> chosen = chosen(rules).flatMap(Trouble::of);
    return chosen.isPresent()
        ? chosen
        : rules.stream().flatMap(row -> Trouble.of(row).stream()).findFirst();
  }

  private void rule(int row, int at, RuleRow rule) {
    Style style = cursor(row, at);
    RuleCells cells =
        new RuleCells(canvas, rule, state, table.width(TRANSLATE), table.width(FORWARD));
    table.cell(row, 0, style, Integer.toString(at + 1));
    table.cell(row, 1, style, rule.rule().name());
    table.cell(row, 2, style, rule.rule().match().describe("→"));
    table.cell(row, ACTION, actionStyle(style, rule.rule().action()), cells.action());
    table.cell(row, TRANSLATE, style, cells.translate());
    boolean fails = style != Style.CURSOR && Trouble.of(rule).map(Trouble::goesOn).orElse(false);
    table.cell(row, FORWARD, fails ? Style.WARNING : style, cells.forward());
    String since = Figures.clock(rule.confirmedAtNanos());
    table.cell(row, IN_FORCE, style, "gen " + rule.generation() + " " + since);
    Style bars = style == Style.CURSOR ? style : Style.LIVE;
    table.cell(row, SECONDS, bars, Bars.heights(rule.history(), table.width(SECONDS)));
    table.cell(row, PPS, style, Figures.brief(rule.packetsPerSecond()));
    traffic(row, style, rule.counters().traffic());
  }

  private void noRule(int row, int at) {
    Snapshot snapshot = state.snapshot();
    Style style = cursor(row, at);
    table.cell(row, 0, style, "*");
    table.cell(row, 1, style, "(no rule)");
    table.cell(row, 2, style, "any UDP");
    table.cell(row, ACTION, actionStyle(style, Action.PASS), Action.PASS.name());
    table.cell(row, TRANSLATE, style, "-");
    table.cell(row, FORWARD, style, "-");
    table.cell(row, PPS, style, Figures.brief(snapshot.rates().unmatchedPerSecond()));
    traffic(row, style, snapshot.ledger().unmatched());
  }

  private void traffic(int row, Style style, Traffic traffic) {
    String packets = Figures.count(traffic.packets());
    boolean fits = packets.length() <= table.width(PACKETS);
    table.cell(row, PACKETS, style, fits ? packets : Figures.brief(traffic.packets()));
    table.cell(row, BYTES, style, Figures.brief(traffic.bytes()));
  }

  private Style cursor(int row, int at) {
    if (at != state.rules().cursor()) {
      return Style.PLAIN;
    }
    Style style = state.screen().focus() == Pane.RULES ? Style.CURSOR : Style.CHOSEN;
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
