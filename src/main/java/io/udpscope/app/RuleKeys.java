package io.udpscope.app;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.form.AddRuleForm;
import io.udpscope.app.form.EditRuleForm;
import io.udpscope.app.form.ForwardForm;
import io.udpscope.app.form.Template;
import io.udpscope.app.form.TranslateForm;
import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.Notice;
import io.udpscope.model.Action;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Optional;

/** The keys that change traffic, in the rules pane. Pure. */
final class RuleKeys {
  private static final Notice NOTHING_CHOSEN =
      Notice.warning("nothing is chosen that a rule could be made from: choose a packet");

  private RuleKeys() {}

  static AppState press(AppState state, Intent intent, int count, List<Command> commands) {
    Optional<Notice> obstacle = obstacle(state, intent);
    if (obstacle.isPresent()) {
      return state.withNotice(obstacle.get());
    }
    if (state.screen().focus() != Pane.RULES && isForSeeds(intent)) {
      return RuleStart.of(state, intent)
          .map(template -> Drafts.open(state, template))
          .orElseGet(() -> state.withNotice(NOTHING_CHOSEN));
    }
    return switch (intent) {
      case ADD_RULE -> Drafts.open(state, newRule(state));
      case UNDO -> undo(state, commands);
      case REDO -> redo(state, commands);
      case KEEP -> keep(state, commands);
      default -> ofRule(state, intent, count, commands);
    };
  }

  private static Optional<Notice> obstacle(AppState state, Intent intent) {
    if (state.facts().ofFile()) {
      return Optional.of(Notice.warning("a file: there is no traffic to change"));
    }
    if (state.facts().readOnly()) {
      return Optional.of(
          Notice.warning("nothing changes: the session was started with --read-only"));
    }
    if (!state.canChangeRules()) {
      return Optional.of(Notice.warning("nothing is attached, so nothing can be changed"));
    }
    // While a line asks for one of them, these two are heard everywhere.
    boolean asked = state.snapshot().changes().standing().isPresent();
    boolean answers = intent == Intent.KEEP || intent == Intent.UNDO;
    if (state.screen().focus() != Pane.RULES && !(asked && answers) && !isForSeeds(intent)) {
      String key = state.keyOf(Intent.NEXT_PANE);
      return Optional.of(
          Notice.warning("that key changes the rules: go to the rules pane (" + key + ") for it"));
    }
    return Optional.empty();
  }

  /** Elsewhere than in the rules pane, these make a rule from what is chosen there. */
  private static boolean isForSeeds(Intent intent) {
    return switch (intent) {
      case TOGGLE_ACTION, TRANSLATE, FORWARD, ADD_RULE -> true;
      default -> false;
    };
  }

  private static AppState ofRule(AppState state, Intent intent, int count, List<Command> commands) {
    List<RuleRow> rules = state.snapshot().rules();
    if (state.rules().cursor() >= rules.size()) {
      String key = state.keyOf(Intent.ADD_RULE);
      return state.withNotice(
          Notice.warning("packets that no rule matches always pass; " + key + " adds a rule"));
    }
    Rule rule = rules.get(state.rules().cursor()).rule();
    return switch (intent) {
      case TOGGLE_ACTION -> toggle(state, rule, commands);
      case TRANSLATE -> Drafts.open(state, new TranslateForm(rule));
      case FORWARD -> Drafts.open(state, new ForwardForm(rule));
      case EDIT_RULE -> Drafts.open(state, edited(state, rule));
      case MOVE_RULE_DOWN -> state.ask(new RuleChange.Move(rule.name(), count), commands);
      case MOVE_RULE_UP -> state.ask(new RuleChange.Move(rule.name(), -count), commands);
      case REMOVE_RULE -> state.ask(new RuleChange.Remove(rule.name()), commands);
      default -> state;
    };
  }

  /** Twice quickly is back again, also while the first one is on its way. */
  private static AppState toggle(AppState state, Rule rule, List<Command> commands) {
    Action action = rule.action();
    if (state.asked().pending().isPresent()
        && state.asked().pending().get().change().orElse(null) instanceof RuleChange.SetAction asked
        && asked.rule().equals(rule.name())) {
      action = asked.action();
    }
    return state.ask(new RuleChange.SetAction(rule.name(), action.toggled()), commands);
  }

  private static Template newRule(AppState state) {
    return new AddRuleForm(
        names(state), state.rules().cursor(), interfaces(state), AddRuleForm.Start.NOTHING);
  }

  private static Template edited(AppState state, Rule rule) {
    List<String> others = names(state).stream().filter(name -> !name.equals(rule.name())).toList();
    return new EditRuleForm(rule, others, interfaces(state));
  }

  private static List<String> names(AppState state) {
    return state.snapshot().rules().stream().map(row -> row.rule().name()).toList();
  }

  private static List<String> interfaces(AppState state) {
    return List.of(state.facts().interfaces().split(","));
  }

  private static AppState undo(AppState state, List<Command> commands) {
    Optional<LoggedChange> newest = state.snapshot().changes().undoable();
    if (newest.isEmpty()) {
      return state.withNotice(Notice.warning("there is no change to undo"));
    }
    commands.add(new Command.Undo(newest.get().number()));
    return state;
  }

  private static AppState redo(AppState state, List<Command> commands) {
    Optional<LoggedChange> undone = state.snapshot().changes().redoable();
    if (undone.isEmpty()) {
      return state.withNotice(Notice.warning("there is no change to redo"));
    }
    return state.ask(new Command.Redo(0, undone.get().number(), false), commands);
  }

  /** The cursor goes with the rule that a key has moved. */
  static AppState follow(AppState state) {
    if (state.asked().pending().isEmpty()
        || !(state.asked().pending().get().change().orElse(null) instanceof RuleChange.Move move)) {
      return state;
    }
    List<RuleRow> rules = state.snapshot().rules();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).rule().name().equals(move.rule())) {
        int at = i;
        return state.with(edit -> edit.rules = edit.rules.moveTo(at));
      }
    }
    return state;
  }

  private static AppState keep(AppState state, List<Command> commands) {
    if (state.facts().confirm().isEmpty()) {
      return state.withNotice(Notice.warning("every change is for good: --confirm is off"));
    }
    if (state.snapshot().changes().standing().isEmpty()) {
      return state.withNotice(Notice.warning("there is no change that waits to be kept"));
    }
    commands.add(new Command.Keep());
    return state;
  }
}
