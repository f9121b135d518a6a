package io.udpscope.app;

import io.udpscope.app.key.Intent;
import io.udpscope.app.layout.Layout;
import io.udpscope.app.layout.LayoutChoice;
import io.udpscope.app.layout.Pane;
import io.udpscope.app.log.Notice;

/** How the panes are arranged. Pure. */
final class LayoutKeys {
  private static final int COLUMNS_AT_ONCE = 4;

  private LayoutKeys() {}

  static AppState press(AppState state, Intent intent, int count) {
    LayoutChoice now = state.screen().arrangement();
    return switch (intent) {
      case TALLER -> resize(state, taller(state, count));
      case SHORTER -> resize(state, taller(state, -count));
      case WIDER -> resize(state, now.withLeftColumns(COLUMNS_AT_ONCE * count));
      case NARROWER -> resize(state, now.withLeftColumns(-COLUMNS_AT_ONCE * count));
      default -> cycle(state);
    };
  }

  /** To the next arrangement that looks different here, as far as there is one. */
  private static AppState cycle(AppState state) {
    LayoutChoice.Scheme scheme = state.screen().arrangement().scheme().next();
    while (scheme != state.screen().arrangement().scheme()) {
      AppState next = with(state, state.screen().arrangement().with(scheme));
      if (!next.layout().equals(state.layout())) {
        return next.withNotice(Notice.information(scheme.words()));
      }
      scheme = scheme.next();
    }
    return state.withNotice(Notice.warning("there is no other way to arrange what stands here"));
  }

  /** The pane with the focus, as far as it is not the one that takes what others leave. */
  private static LayoutChoice taller(AppState state, int rows) {
    LayoutChoice now = state.screen().arrangement();
    boolean upper = state.screen().focus() == Pane.VIEW || isAboveBytes(state);
    return state.screen().focus() == Pane.RULES
        ? now.withRuleRows(rows)
        : now.withLowerRows(upper ? -rows : rows);
  }

  private static boolean isAboveBytes(AppState state) {
    Layout layout = state.layout();
    return state.screen().focus() == Pane.DETAIL
        && !layout.bytes().isEmpty()
        && layout.bytes().top() > layout.detail().top();
  }

  /** What changes nothing is forgotten, so that the way back is as long as the way there. */
  private static AppState resize(AppState state, LayoutChoice choice) {
    AppState next = with(state, choice);
    return next.layout().equals(state.layout())
        ? state.withNotice(Notice.warning("there is no room for that here"))
        : next;
  }

  private static AppState with(AppState state, LayoutChoice choice) {
    return state.with(edit -> edit.screen = edit.screen.arranged(choice));
  }
}
