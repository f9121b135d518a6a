package io.udpscope.app;

import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.layout.View;
import java.util.function.UnaryOperator;

/** The keys that choose what stands in the panes, which one has the focus, and what in it. Pure. */
final class PaneKeys {
  private static final int SHIFT_COLUMNS = 8;
  private static final int MOST_COLUMNS = 2000;

  private PaneKeys() {}

  /** Another pane, or another view. */
  static AppState turn(AppState state, Intent intent) {
    return switch (intent) {
      case NEXT_PANE -> focus(state, nextPane(state, pane -> pane.next(state.screen().view())));
      case PREVIOUS_PANE ->
          focus(state, nextPane(state, pane -> pane.previous(state.screen().view())));
      case ZOOM -> zoom(state);
      case VIEW_PACKETS -> show(state, View.PACKETS);
      case VIEW_CONVERSATIONS -> show(state, View.CONVERSATIONS);
      case VIEW_TALKERS -> show(state, View.TALKERS);
      case VIEW_HEALTH -> show(state, View.HEALTH);
      case VIEW_LOG -> show(state, View.LOG);
      default -> state;
    };
  }

  static AppState show(AppState state, View view) {
    return state.with(edit -> edit.screen = edit.screen.showing(view));
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

  /**
   * Within the pane.
   *
   * @param number the count in front of the key, 0 if there is none
   */
  static AppState move(AppState state, Intent intent, int number) {
    int count = Math.max(1, Math.min(number, BrowsingKeys.MAX_STEPS));
    return switch (intent) {
      case UP -> move(state, -count);
      case DOWN -> move(state, count);
      case PAGE_UP -> move(state, -count * page(state));
      case PAGE_DOWN -> move(state, count * page(state));
      case FIRST -> first(state, number);
      case LAST -> last(state);
      case LEFT -> sideways(state, -count);
      case RIGHT -> sideways(state, count);
      default -> state;
    };
  }

  private static AppState sideways(AppState state, int by) {
    return switch (state.screen().focus()) {
      case VIEW -> state.with(edit -> edit.packetsShift = shifted(edit.packetsShift, by));
      case DETAIL, BYTES -> DetailKeys.sideways(state, by);
      case RULES -> state;
    };
  }

  /** Columns, after so many steps to the right. */
  static int shifted(int columns, int steps) {
    return Math.max(0, Math.min(MOST_COLUMNS, columns + SHIFT_COLUMNS * steps));
  }

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
}
