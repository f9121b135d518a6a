package io.udpscope.app;

/** How the panes are arranged. Pure. */
final class LayoutKeys {
  private LayoutKeys() {}

  static AppState press(AppState state, Intent intent, int count) {
    return state.withNotice(Notice.warning("not built yet"));
  }
}
