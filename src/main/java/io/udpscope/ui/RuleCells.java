package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.AskedChanges;
import io.udpscope.app.RuleRow;
import io.udpscope.app.Standing;
import io.udpscope.app.change.RuleChange;
import io.udpscope.app.change.RuleDifference.Aspect;
import io.udpscope.app.change.RuleText;
import io.udpscope.model.Forward;
import io.udpscope.model.Rule;
import io.udpscope.model.Target;
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
            .asked()
            .pending()
            .flatMap(AskedChanges.Pending::change)
            .filter(change -> change.rule().equals(rule.name()));
    standing = state.snapshot().changes().standing();
    translateHasRoom = fits(translateText() + left(), translateWidth);
    forwardHasRoom = fits(forwardText() + left(), forwardWidth);
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
    if (asked.isPresent() && asked.get() instanceof RuleChange.Move
        || asked.isPresent() && asked.get() instanceof RuleChange.Edit) {
      return rule.action().name() + "…";
    }
    boolean here =
        stands(Aspect.ACTION)
            || stands(Aspect.ADDED)
            || stands(Aspect.ORDER)
            || stands(Aspect.MATCH)
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
    String text = forwardText();
    if (asked.isPresent() && asked.get() instanceof RuleChange.SetForward) {
      return text + "…";
    }
    Optional<Trouble> trouble = Trouble.of(row).filter(Trouble::goesOn);
    if (trouble.isPresent()) {
      return failing(trouble.get());
    }
    if (stands(Aspect.FORWARD) && forwardHasRoom) {
      return text + left();
    }
    return fits(text, forwardWidth) ? text : rule.forward().map(this::brief).orElse(text);
  }

  /** Where there is no room for all of it, who sends is told before how the targets take turns. */
  private String forwardText() {
    String whole = RuleText.forwardAndPath(rule.forward());
    if (fits(whole, forwardWidth) || rule.forward().isEmpty()) {
      return whole;
    }
    Forward forward = rule.forward().get();
    String path = RuleText.path(forward);
    String targets = RuleText.targets(forward) + path;
    String brief = forward.targets().size() + path;
    boolean allUp = forward.targets().stream().noneMatch(Target::down);
    if (!path.isEmpty() && fits(targets, forwardWidth)) {
      return targets;
    }
    return !path.isEmpty() && forward.targets().size() > 1 && allUp && fits(brief, forwardWidth)
        ? brief
        : RuleText.forward(rule.forward());
  }

  private String brief(Forward forward) {
    String targets = RuleText.targets(forward);
    if (forward.targets().size() == 1) {
      return EndpointText.fit(forward.targets().get(0).endpoint(), forwardWidth);
    }
    if (fits(targets, forwardWidth)) {
      return targets;
    }
    long up = forward.targets().stream().filter(one -> !one.down()).count();
    return up + "/" + forward.targets().size() + " up";
  }

  /** The targets step back where there is no room for both. */
  private String failing(Trouble trouble) {
    String worst = "! " + trouble.words();
    String targets = rule.forward().map(RuleText::targets).orElse("") + " ";
    return fits(targets + worst, forwardWidth) ? targets + worst : worst;
  }
}
