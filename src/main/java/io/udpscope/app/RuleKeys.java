package io.udpscope.app;

import io.udpscope.app.change.RuleChange;
import io.udpscope.app.form.AddRuleForm;
import io.udpscope.app.form.Form;
import io.udpscope.app.form.ForwardForm;
import io.udpscope.app.form.Template;
import io.udpscope.app.form.TranslateForm;
import io.udpscope.model.Action;
import io.udpscope.model.Rule;
import java.util.List;
import java.util.Optional;

/** The keys that change traffic, in the rules pane. Pure. */
final class RuleKeys {
  private RuleKeys() {}

  static AppState press(AppState state, Intent intent, int count, List<Command> commands) {
    Optional<Notice> obstacle = obstacle(state, intent);
    if (obstacle.isPresent()) {
      return state.withNotice(obstacle.get());
    }
    return switch (intent) {
      case ADD_RULE -> open(state, newRule(state));
      case UNDO -> undo(state, commands);
      case REDO -> redo(state, commands);
      case KEEP -> keep(state, commands);
      default -> ofRule(state, intent, count, commands);
    };
  }

  private static Optional<Notice> obstacle(AppState state, Intent intent) {
    if (state.facts().readOnly()) {
      return Optional.of(
          Notice.warning("nothing changes: the session was started with --read-only"));
    }
    if (!state.canChangeRules()) {
      return Optional.of(Notice.warning("nothing is attached, so nothing can be changed"));
    }
    // While a line asks for one of them, these two are heard everywhere.
    boolean asked = state.snapshot().standing().isPresent();
    boolean answers = intent == Intent.KEEP || intent == Intent.UNDO;
    if (state.focus() != Pane.RULES && !(asked && answers)) {
      return Optional.of(
          Notice.warning("that key changes the rules: go to the rules pane (Tab) for it"));
    }
    return Optional.empty();
  }

  private static AppState ofRule(AppState state, Intent intent, int count, List<Command> commands) {
    List<RuleRow> rules = state.snapshot().rules();
    if (state.ruleCursor() >= rules.size()) {
      return state.withNotice(
          Notice.warning("packets that no rule matches always pass; a adds a rule"));
    }
    Rule rule = rules.get(state.ruleCursor()).rule();
    return switch (intent) {
      case TOGGLE_ACTION -> toggle(state, rule, commands);
      case TRANSLATE -> open(state, new TranslateForm(rule));
      case FORWARD -> open(state, new ForwardForm(rule));
      case MOVE_RULE_DOWN -> state.ask(new RuleChange.Move(rule.name(), count), commands);
      case MOVE_RULE_UP -> state.ask(new RuleChange.Move(rule.name(), -count), commands);
      case REMOVE_RULE -> state.ask(new RuleChange.Remove(rule.name()), commands);
      default -> state.withNotice(Notice.warning("not built yet"));
    };
  }

  /** Twice quickly is back again, also while the first one is on its way. */
  private static AppState toggle(AppState state, Rule rule, List<Command> commands) {
    Action action = rule.action();
    if (state.pending().isPresent()
        && state.pending().get().change() instanceof RuleChange.SetAction asked
        && asked.rule().equals(rule.name())) {
      action = asked.action();
    }
    return state.ask(new RuleChange.SetAction(rule.name(), action.toggled()), commands);
  }

  private static Template newRule(AppState state) {
    List<String> names = state.snapshot().rules().stream().map(row -> row.rule().name()).toList();
    return new AddRuleForm(
        names, state.ruleCursor(), List.of(state.facts().interfaces().split(",")));
  }

  private static AppState open(AppState state, Template template) {
    return state.with(edit -> edit.mode = new Mode.Editing(Form.open(template), 0));
  }

  private static AppState undo(AppState state, List<Command> commands) {
    Optional<LoggedChange> newest = state.snapshot().undoable();
    if (newest.isEmpty()) {
      return state.withNotice(Notice.warning("there is no change to undo"));
    }
    commands.add(new Command.Undo(newest.get().number()));
    return state;
  }

  private static AppState redo(AppState state, List<Command> commands) {
    Optional<LoggedChange> undone = state.snapshot().redoable();
    if (undone.isEmpty()) {
      return state.withNotice(Notice.warning("there is no change to redo"));
    }
    commands.add(new Command.Redo(undone.get().number()));
    return state;
  }

  /** The cursor goes with the rule that a key has moved. */
  static AppState follow(AppState state) {
    if (state.pending().isEmpty()
        || !(state.pending().get().change() instanceof RuleChange.Move move)) {
      return state;
    }
    List<RuleRow> rules = state.snapshot().rules();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).rule().name().equals(move.rule())) {
        int at = i;
        return state.with(edit -> edit.ruleCursor = at);
      }
    }
    return state;
  }

  private static AppState keep(AppState state, List<Command> commands) {
    if (state.facts().confirm().isEmpty()) {
      return state.withNotice(Notice.warning("every change is for good: --confirm is off"));
    }
    if (state.snapshot().standing().isEmpty()) {
      return state.withNotice(Notice.warning("there is no change that waits to be kept"));
    }
    commands.add(new Command.Keep());
    return state;
  }
}
