package io.udpscope.app;

import io.udpscope.app.flow.FlowWindow;
import io.udpscope.app.form.Form;
import io.udpscope.app.health.HostWish;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.Key;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What becomes of the session's state when something happens. Pure: no clock, no I/O. */
public final class Update {
  /** The next state, and what is to be done about it. */
  public record Step(AppState state, List<Command> commands) {}

  private static final int MAX_COUNT = 999_999_999;

  /** Of rows, pages or whatever else a key goes by. */
  private static final int MAX_STEPS = 99_999;

  private Update() {}

  /** What a session does before anything has happened. */
  public static Step start(AppState state) {
    return new Step(state, List.of(new Command.ShowPackets(state.window())));
  }

  public static Step update(AppState state, Msg msg) {
    List<Command> commands = new ArrayList<>();
    AppState next = settle(state, apply(state, msg, commands));
    PacketWindow window = next.window();
    if (!window.equals(state.window())) {
      commands.add(new Command.ShowPackets(window));
    }
    HostWish wish = next.hostWish();
    if (!wish.equals(state.hostWish())) {
      commands.add(new Command.WatchHost(wish));
    }
    Optional<FlowWindow> flows = FlowKeys.window(next);
    if (!flows.equals(FlowKeys.window(state))) {
      commands.add(new Command.ShowFlows(flows));
    }
    Optional<List<Target>> targets = TargetCompletion.typed(next);
    if (!targets.equals(TargetCompletion.typed(state))) {
      commands.add(new Command.LookUpTargets(targets));
    }
    return new Step(next, List.copyOf(commands));
  }

  private static AppState apply(AppState state, Msg msg, List<Command> commands) {
    if (msg instanceof Msg.KeyPressed pressed) {
      return key(state, pressed.key(), commands);
    }
    if (msg instanceof Msg.SnapshotArrived arrived) {
      return snapshot(state, arrived.snapshot());
    }
    if (msg instanceof Msg.Resized resized) {
      commands.add(new Command.Redraw());
      return state.with(
          edit -> edit.screen = edit.screen.resized(resized.columns(), resized.rows()));
    }
    if (msg instanceof Msg.TypingPaused) {
      return paused(state, commands);
    }
    if (msg instanceof Msg.Told told) {
      return state.withNotice(Notice.information(told.text()));
    }
    if (msg instanceof Msg.DisplayPaced paced) {
      return state.with(edit -> edit.slowDisplay = paced.framesPerSecond());
    }
    return busy(state)
        .withNotice(Notice.warning("not done: too much was asked at once; press the key again"));
  }

  /** Nobody will answer; what was typed stays. */
  private static AppState busy(AppState state) {
    return state.with(
        edit -> {
          edit.asked = edit.asked.answered();
          if (state.mode() instanceof Mode.Editing editing) {
            edit.mode = new Mode.Editing(editing.form(), 0);
          }
        });
  }

  // What arrives

  private static AppState snapshot(AppState state, Snapshot snapshot) {
    AppState next = state.with(edit -> edit.snapshot = snapshot);
    if (snapshot.notice().isPresent() && !isSame(snapshot.notice(), state.snapshot().notice())) {
      next = next.with(edit -> edit.notice = snapshot.notice());
    }
    next = answered(RuleKeys.follow(next), snapshot.changes().answer());
    AppState found = SearchKeys.arrived(FilterKeys.arrived(next, state), state);
    return FlowKeys.arrived(PacketsKeys.arrived(found, state));
  }

  /** Two notices that read the same may be two events. */
  private static boolean isSame(Optional<Notice> one, Optional<Notice> other) {
    return one.isPresent() && other.isPresent() && one.get() == other.get();
  }

  /** What was asked for last is done, or was refused; a form that was refused stays. */
  private static AppState answered(AppState state, ChangeAnswer answer) {
    if (state.asked().pending().isEmpty()
        || state.asked().pending().get().ticket() != answer.ticket()) {
      return state;
    }
    AppState next = state.with(edit -> edit.asked = edit.asked.answered());
    if (answer.guarded().isPresent()) {
      return GuardKeys.ask(next, answer.guarded().get(), state.asked().pending().get().asked());
    }
    if (!(state.mode() instanceof Mode.Editing editing) || editing.ticket() != answer.ticket()) {
      return next;
    }
    if (answer.refusal().isEmpty()) {
      return browse(Drafts.forget(next, editing.form()));
    }
    Form refused = editing.form().refused(answer.refusal().get());
    return next.with(edit -> edit.mode = new Mode.Editing(refused, 0));
  }

  // Keys

  private static AppState key(AppState state, Key key, List<Command> commands) {
    if (state.mode() instanceof Mode.Marking) {
      return PacketsKeys.mark(browse(state), key);
    }
    if (state.mode() instanceof Mode.Jumping) {
      return PacketsKeys.jump(browse(state), key);
    }
    if (state.mode() instanceof Mode.Editing editing) {
      return FormKeys.press(state, editing, key, commands);
    }
    if (state.mode() instanceof Mode.Prompting prompting) {
      return FilterKeys.typed(state, PromptKeys.press(state, prompting, key, commands), commands);
    }
    if (key.isDigit() && !(key.character() == '0' && state.count() == 0)) {
      int typed = (int) Math.min(MAX_COUNT, state.count() * 10L + key.character() - '0');
      return state.with(edit -> edit.count = typed);
    }
    Optional<Intent> intent = BrowsingKeys.intent(state, key);
    if (intent.isEmpty()) {
      return BrowsingKeys.elsewhere(state.with(edit -> edit.count = 0), key);
    }
    AppState next =
        state.with(
            edit -> {
              edit.count = 0;
              edit.notice = Optional.empty();
            });
    if (state.mode() instanceof Mode.Help help) {
      return help(next, help, intent.get(), state.count(), commands);
    }
    return browsing(next, intent.get(), state.count(), commands);
  }

  /** A digit that nothing came behind is a key of its own. */
  private static AppState paused(AppState state, List<Command> commands) {
    Optional<Intent> intent = BrowsingKeys.loneDigit(state);
    if (intent.isEmpty()) {
      return state;
    }
    AppState next =
        state.with(
            edit -> {
              edit.count = 0;
              edit.notice = Optional.empty();
            });
    return browsing(next, intent.get(), 0, commands);
  }

  static AppState browsing(AppState state, Intent intent, int number, List<Command> commands) {
    int typed = Math.min(number, MAX_STEPS);
    int count = Math.max(1, typed);
    if (state.screen().focus() == Pane.VIEW && isOfView(intent)) {
      switch (state.screen().view()) {
        case CONVERSATIONS, TALKERS -> {
          return FlowKeys.press(state, intent, typed, commands);
        }
        case HEALTH -> {
          return HealthKeys.press(state, intent, typed, commands);
        }
        case LOG -> {
          return LogKeys.press(state, intent, typed, commands);
        }
        case PACKETS -> {}
      }
    }
    return switch (intent) {
      case UP -> move(state, -count);
      case DOWN -> move(state, count);
      case PAGE_UP -> move(state, -count * page(state));
      case PAGE_DOWN -> move(state, count * page(state));
      case FIRST -> first(state, number);
      case LAST -> last(state);
      case LEFT -> sideways(state, -count);
      case RIGHT -> sideways(state, count);
      case NEXT_PANE -> focus(state, nextPane(state, pane -> pane.next(state.screen().view())));
      case PREVIOUS_PANE ->
          focus(state, nextPane(state, pane -> pane.previous(state.screen().view())));
      case ZOOM -> zoom(state);
      case FREEZE -> PacketsKeys.freeze(state);
      case MARK -> state.with(edit -> edit.mode = new Mode.Marking());
      case JUMP -> state.with(edit -> edit.mode = new Mode.Jumping());
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
      case FILTER, FIND, COMMAND, WRITE, BUNDLE -> PromptKeys.open(state, intent);
      case FIND_NEXT, FIND_PREVIOUS -> SearchKeys.press(state, intent, commands);
      case FOLD -> DetailKeys.fold(state);
      case SORT, REVERSE, TALKERS_BY, OPEN -> FlowKeys.press(state, intent, typed, commands);
      case VIEW_PACKETS -> show(state, View.PACKETS);
      case VIEW_CONVERSATIONS -> show(state, View.CONVERSATIONS);
      case VIEW_TALKERS -> show(state, View.TALKERS);
      case VIEW_HEALTH -> show(state, View.HEALTH);
      case VIEW_LOG -> show(state, View.LOG);
      case CYCLE_LAYOUT, SHORTER, TALLER, NARROWER, WIDER -> LayoutKeys.press(state, intent, count);
      case COPY -> Copying.copy(state, commands);
      case HELP -> state.with(edit -> edit.mode = new Mode.Help(0));
      case BACK ->
          SearchKeys.isSearching(state)
              ? SearchKeys.stop(state, commands)
              : state.with(edit -> edit.screen = edit.screen.unzoomed());
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

  static AppState show(AppState state, View view) {
    return state.with(edit -> edit.screen = edit.screen.showing(view));
  }

  private static AppState help(
      AppState state, Mode.Help help, Intent intent, int typed, List<Command> commands) {
    int count = Math.max(1, typed);
    int page = Math.max(1, state.screen().rows() - 4);
    return switch (intent) {
      case HELP, BACK, ZOOM, QUIT -> browse(state);
      case UP -> helpFrom(state, help.top() - count);
      case DOWN -> helpFrom(state, help.top() + count);
      case PAGE_UP -> helpFrom(state, help.top() - page);
      case PAGE_DOWN -> helpFrom(state, help.top() + page);
      case FIRST -> helpFrom(state, 0);
      case LAST -> helpFrom(state, Integer.MAX_VALUE);
      case REDRAW, SUSPEND, INTERRUPT, ABORT -> leave(state, intent, commands);
      default -> state;
    };
  }

  private static AppState helpFrom(AppState state, int top) {
    int lines = state.help().size();
    int last = Math.max(0, lines - Math.max(1, state.screen().rows() - 5));
    return state.with(edit -> edit.mode = new Mode.Help(clamp(top, 0, last)));
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

  static AppState browse(AppState state) {
    return state.with(edit -> edit.mode = new Mode.Browsing());
  }

  /** A file has no pane of rules. */
  private static Pane nextPane(AppState state, UnaryOperator<Pane> step) {
    Pane next = step.apply(state.screen().focus());
    return next == Pane.RULES && state.facts().ofFile() ? step.apply(next) : next;
  }

  static AppState focus(AppState state, Pane pane) {
    AppState from = pane == Pane.BYTES ? DetailKeys.enterBytes(state) : state;
    return from.with(edit -> edit.screen = edit.screen.focusing(pane));
  }

  private static AppState zoom(AppState state) {
    Screen screen = state.screen();
    return state.with(
        edit -> edit.screen = screen.zoomed().isPresent() ? screen.unzoomed() : screen.zoomedIn());
  }

  private static AppState sideways(AppState state, int by) {
    return switch (state.screen().focus()) {
      case VIEW ->
          state.with(edit -> edit.packetsShift = clamp(edit.packetsShift + 8 * by, 0, 2000));
      case DETAIL, BYTES -> DetailKeys.sideways(state, by);
      case RULES -> state;
    };
  }

  // Moving

  private static int page(AppState state) {
    Layout layout = state.layout();
    int rows =
        switch (state.screen().focus()) {
          case RULES -> layout.ruleRows();
          case VIEW -> layout.viewRows();
          case DETAIL -> layout.detailRows();
          case BYTES -> layout.byteRows();
        };
    return Math.max(1, rows - 1);
  }

  private static AppState move(AppState state, int by) {
    return switch (state.screen().focus()) {
      case RULES -> state.with(edit -> edit.rules = edit.rules.moveBy(by));
      case VIEW -> PacketsKeys.move(state, by);
      case DETAIL ->
          state.with(edit -> edit.detail = edit.detail.onLine(edit.detail.lines().cursor() + by));
      case BYTES -> DetailKeys.moveByte(state, by * state.layout().bytesPerRow());
    };
  }

  /** With a number typed in front: that one, as the screen numbers them. */
  private static AppState first(AppState state, int typed) {
    return switch (state.screen().focus()) {
      case RULES -> state.with(edit -> edit.rules = edit.rules.moveTo(Math.max(0, typed - 1)));
      case VIEW -> PacketsKeys.first(state, typed);
      case DETAIL -> state.with(edit -> edit.detail = edit.detail.onLine(0));
      case BYTES -> DetailKeys.chooseByte(state, Math.max(0, typed - 1));
    };
  }

  private static AppState last(AppState state) {
    return switch (state.screen().focus()) {
      case RULES ->
          state.with(edit -> edit.rules = edit.rules.moveTo(edit.snapshot.rules().size()));
      case VIEW -> state.with(edit -> edit.packets = new PacketsView.Following());
      case DETAIL -> state.with(edit -> edit.detail = edit.detail.onLine(Integer.MAX_VALUE / 2));
      case BYTES -> DetailKeys.chooseByte(state, Long.MAX_VALUE);
    };
  }

  static long scrolled(long top, long cursor, int height) {
    return Math.max(cursor - height + 1, Math.min(top, cursor));
  }

  // What must hold after whatever happened

  private static AppState settle(AppState before, AppState state) {
    Layout layout = state.layout();
    Optional<SelectedPacket> selected = select(before, state);
    AppState next = DetailKeys.settle(before, state.with(edit -> edit.selected = selected));
    return next.with(
        edit -> {
          edit.rules = edit.rules.within(edit.snapshot.rules().size() + 1, layout.ruleRows());
          edit.health = HealthKeys.settled(state, edit.health);
          edit.log = LogKeys.settled(before, state);
        });
  }

  private static Optional<SelectedPacket> select(AppState before, AppState state) {
    PageRow row = state.page().row(state.packetCursor());
    if (row == null) {
      // Between asking for a page and getting it, the packet chosen before stays in view.
      boolean nothing =
          state.packetCursor() < 0 && !(state.packets() instanceof PacketsView.Seeking);
      return nothing ? Optional.empty() : before.selected();
    }
    if (before.selected().isPresent() && before.selected().get().packet() == row) {
      return before.selected();
    }
    return row instanceof PageRow.PacketRow packet
        ? Optional.of(SelectedPacket.of(packet))
        : Optional.empty();
  }

  private static int clamp(int value, int low, int high) {
    return Math.max(low, Math.min(high, value));
  }
}
