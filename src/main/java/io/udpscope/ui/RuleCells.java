package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.RuleRow;
import io.udpscope.app.Standing;
import io.udpscope.app.change.RuleChange;
import io.udpscope.app.change.RuleDifference.Aspect;
import io.udpscope.app.change.RuleText;
import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule's row says of its action, translation and forward: as they are, then what was asked
 * for and is not confirmed, or the seconds that an unconfirmed change has left.
 */
final class RuleCells {
  private final Canvas canvas;
  private final RuleRow row;
  private final Rule rule;
  private final Optional<RuleChange> asked;
  private final Optional<Standing> standing;
  private final int translateWidth;
  private final int forwardWidth;
  private final boolean translateHasRoom;
  private final boolean forwardHasRoom;

  /** The widths are those of the cells, in columns. */
  RuleCells(Canvas canvas, RuleRow row, AppState state, int translateWidth, int forwardWidth) {
    this.canvas = canvas;
    this.row = row;
    this.translateWidth = translateWidth;
    this.forwardWidth = forwardWidth;
    rule = row.rule();
    asked =
        state
            .pending()
            .map(AppState.Pending::change)
            .filter(change -> change.rule().equals(rule.name()));
    standing = state.snapshot().standing();
    translateHasRoom = fits(translateText() + left(), translateWidth);
    forwardHasRoom = fits(RuleText.forward(rule.forward()) + left(), forwardWidth);
  }

  private boolean fits(String text, int width) {
    return canvas.columns(text) <= width;
  }

  private boolean stands(Aspect aspect) {
    return standing.map(one -> one.holds(rule.name(), aspect)).orElse(false);
  }

  /** {@code " 48s"}: three digits and a unit at most. */
  private String left() {
    long seconds = standing.map(Standing::secondsLeft).orElse(0L);
    return seconds < 100 ? " " + seconds + "s" : " " + (seconds + 59) / 60 + "m";
  }

  /** The one that is sure to have room for the seconds of whatever stands. */
  String action() {
    if (asked.isPresent() && asked.get() instanceof RuleChange.SetAction change) {
      return change.action().name() + "…";
    }
    if (asked.isPresent() && asked.get() instanceof RuleChange.Remove) {
      return "remove…";
    }
    boolean here =
        stands(Aspect.ACTION)
            || stands(Aspect.ADDED)
            || stands(Aspect.TRANSLATE) && !translateHasRoom
            || stands(Aspect.FORWARD) && !forwardHasRoom;
    return rule.action().name() + (here ? left() : "");
  }

  String translate() {
    if (asked.isPresent() && asked.get() instanceof RuleChange.SetTranslate) {
      return translateText() + "…";
    }
    return translateText() + (stands(Aspect.TRANSLATE) && translateHasRoom ? left() : "");
  }

  private String translateText() {
    String port = RuleText.translate(rule);
    if (port.equals(RuleText.NOTHING)) {
      return port;
    }
    String arrow = "→ " + port;
    return fits(arrow, translateWidth) ? arrow : port;
  }

  String forward() {
    String text = RuleText.forward(rule.forward());
    if (asked.isPresent() && asked.get() instanceof RuleChange.SetForward) {
      return text + "…";
    }
    if (row.failuresPerSecond() > 0) {
      return failing();
    }
    if (stands(Aspect.FORWARD) && forwardHasRoom) {
      return text + left();
    }
    return fits(text, forwardWidth) ? text : rule.forward().map(this::brief).orElse(text);
  }

  private String brief(Forward forward) {
    String targets = RuleText.targets(forward);
    if (forward.targets().size() == 1) {
      return EndpointText.fit(forward.targets().get(0).endpoint(), forwardWidth);
    }
    long up = forward.targets().stream().filter(one -> !one.down()).count();
    return fits(targets, forwardWidth) ? targets : up + "/" + forward.targets().size() + " up";
  }

  /** The targets step back where there is no room for both. */
  private String failing() {
    String worst = "! " + failures(row);
    String targets = rule.forward().map(RuleText::targets).orElse("") + " ";
    return fits(targets + worst, forwardWidth) ? targets + worst : worst;
  }

  /** {@code no-neighbour 1,204, ttl 3}: the worst first. */
  static String failures(RuleRow row) {
    StringBuilder text = new StringBuilder();
    for (Failure one : byNumber(row)) {
      text.append(text.length() == 0 ? "" : ", ").append(one.word()).append(' ');
      text.append(Figures.count(row.counters().failed().get(one)));
    }
    return text.toString();
  }

  /** The one that hit most packets; only where there is one. */
  static Failure worst(RuleRow row) {
    return byNumber(row).get(0);
  }

  private static List<Failure> byNumber(RuleRow row) {
    Map<Failure, Long> failed = row.counters().failed();
    return Arrays.stream(Failure.values())
        .filter(one -> failed.getOrDefault(one, 0L) > 0)
        .sorted(Comparator.comparing(one -> -failed.get(one)))
        .toList();
  }
}
