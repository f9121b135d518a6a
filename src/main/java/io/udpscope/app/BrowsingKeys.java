package io.udpscope.app;

import io.udpscope.app.key.Binding;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.log.Notice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys while nothing is typed: what they ask for, and whose business that is. Pure. */
final class BrowsingKeys {
  /** Of rows, pages or whatever else a key goes by. */
  static final int MAX_STEPS = 99_999;

  private BrowsingKeys() {}

  /** While a change waits to be kept, the keys that keep and undo it mean that wherever one is. */
  static Optional<Intent> intent(AppState state, Key key) {
    KeyMap keys = state.facts().keys();
    if (state.snapshot().changes().standing().isPresent()) {
      for (Intent answer : new Intent[] {Intent.KEEP, Intent.UNDO}) {
        if (keys.isKeyOf(key, answer)) {
          return Optional.of(answer);
        }
      }
    }
    Optional<Intent> here = keys.intent(key, state.context());
    // Those that change traffic say themselves why they cannot, here or at all.
    return here.or(() -> keys.elsewhere(key).map(Binding::intent).filter(Intent::changesTraffic));
  }

  /** Says where a key acts that does nothing here. */
  static AppState elsewhere(AppState state, Key key) {
    Optional<Binding> binding = state.facts().keys().elsewhere(key);
    return binding.isEmpty() ? state : says(state, key.text(), binding.get());
  }

  /** Says where an action has a meaning that has none here. */
  static AppState elsewhere(AppState state, Intent intent) {
    return says(state, intent.word(), state.facts().keys().binding(intent));
  }

  private static AppState says(AppState state, String what, Binding binding) {
    Context first = binding.where().stream().sorted().findFirst().orElseThrow();
    String where = first.title().toLowerCase(Locale.ROOT);
    return state.withNotice(Notice.warning(what + " does something " + where + " alone"));
  }

  /** What the digit asks for that is all that was typed. */
  static Optional<Intent> loneDigit(AppState state) {
    boolean digit = state.count() > 0 && state.count() <= 9;
    if (!digit || !(state.mode() instanceof Mode.Browsing)) {
      return Optional.empty();
    }
    Key key = Key.of((char) ('0' + state.count()));
    return state.facts().keys().intent(key, state.context());
  }

  /** Nothing is typed from now on. */
  static AppState browse(AppState state) {
    return state.with(edit -> edit.mode = new Mode.Browsing());
  }

  /**
   * @param number the count in front of the key, 0 if there is none
   */
  static AppState press(AppState state, Intent intent, int number, List<Command> commands) {
    int typed = Math.min(number, MAX_STEPS);
    if (state.screen().focus() == Pane.VIEW && isOfView(intent)) {
      return ofView(state, intent, number, commands);
    }
    int count = Math.max(1, typed);
    return switch (intent) {
      case UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST, LEFT, RIGHT ->
          PaneKeys.move(state, intent, number);
      case NEXT_PANE,
          PREVIOUS_PANE,
          ZOOM,
          VIEW_PACKETS,
          VIEW_CONVERSATIONS,
          VIEW_TALKERS,
          VIEW_HEALTH,
          VIEW_LOG ->
          PaneKeys.turn(state, intent);
      case TOGGLE_ACTION,
          TRANSLATE,
          FORWARD,
          ADD_RULE,
          EDIT_RULE,
          REMOVE_RULE,
          MOVE_RULE_UP,
          MOVE_RULE_DOWN,
          UNDO,
          REDO,
          KEEP ->
          RuleKeys.press(state, intent, count, commands);
      case FREEZE -> PacketsKeys.freeze(state);
      case MARK -> state.with(edit -> edit.mode = new Mode.Marking());
      case JUMP -> state.with(edit -> edit.mode = new Mode.Jumping());
      case FILTER, FIND, COMMAND, WRITE, BUNDLE -> PromptKeys.open(state, intent);
      case FIND_NEXT, FIND_PREVIOUS -> SearchKeys.press(state, intent, commands);
      case FOLD -> DetailKeys.fold(state);
      case SORT, REVERSE, TALKERS_BY, OPEN -> FlowKeys.press(state, intent, typed, commands);
      case CYCLE_LAYOUT, SHORTER, TALLER, NARROWER, WIDER -> LayoutKeys.press(state, intent, count);
      case COPY -> Copying.copy(state, commands);
      case HELP -> state.with(edit -> edit.mode = new Mode.Help(0));
      case BACK -> back(state, commands);
      case REDRAW, SUSPEND, QUIT, INTERRUPT, ABORT -> leave(state, intent, commands);
    };
  }

  /** What each view has its own notion of. */
  private static boolean isOfView(Intent intent) {
    return switch (intent) {
      case UP,
          DOWN,
          PAGE_UP,
          PAGE_DOWN,
          FIRST,
          LAST,
          LEFT,
          RIGHT,
          SORT,
          REVERSE,
          TALKERS_BY,
          OPEN ->
          true;
      default -> false;
    };
  }

  private static AppState ofView(
      AppState state, Intent intent, int number, List<Command> commands) {
    int typed = Math.min(number, MAX_STEPS);
    return switch (state.screen().view()) {
      case CONVERSATIONS, TALKERS -> FlowKeys.press(state, intent, typed, commands);
      case HEALTH -> HealthKeys.press(state, intent, typed);
      case LOG -> LogKeys.press(state, intent, typed);
      case PACKETS ->
          switch (intent) {
            case SORT, REVERSE, TALKERS_BY, OPEN -> FlowKeys.press(state, intent, typed, commands);
            default -> PaneKeys.move(state, intent, number);
          };
    };
  }

  private static AppState back(AppState state, List<Command> commands) {
    return SearchKeys.isSearching(state)
        ? SearchKeys.stop(state, commands)
        : state.with(edit -> edit.screen = edit.screen.unzoomed());
  }

  static AppState leave(AppState state, Intent intent, List<Command> commands) {
    commands.add(
        switch (intent) {
          case REDRAW -> new Command.Redraw();
          case SUSPEND -> new Command.Suspend();
          case INTERRUPT -> new Command.Leave(130);
          case ABORT -> new Command.Leave(131);
          default -> new Command.Leave(0);
        });
    return state;
  }
}
