package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.KeyMap;
import io.udpscope.app.KeyMap.Binding;
import io.udpscope.app.Mode;
import io.udpscope.app.Notice;
import io.udpscope.app.Pane;
import io.udpscope.app.Rect;
import java.util.ArrayList;
import java.util.List;

/** The last lines: what there is to say | the keys that matter here, as many as fit. */
final class FooterPanel {
  private FooterPanel() {}

  static void message(Canvas canvas, Rect rect, AppState state) {
    String typed = typed(state);
    if (!typed.isEmpty()) {
      canvas.put(rect.left() + 1, rect.top(), rect.width() - 1, Style.INFORMATION, typed);
      return;
    }
    if (state.notice().isEmpty()) {
      return;
    }
    Notice notice = state.notice().get();
    Style style =
        switch (notice.severity()) {
          case INFORMATION -> Style.INFORMATION;
          case WARNING -> Style.WARNING;
          case ALARM -> Style.ALARM;
        };
    canvas.put(rect.left(), rect.top(), rect.width(), style, " " + notice.text() + " ");
  }

  private static String typed(AppState state) {
    if (state.mode() instanceof Mode.Marking) {
      return "mark this packet as: a letter";
    }
    if (state.mode() instanceof Mode.Jumping) {
      return "jump to the mark: a letter";
    }
    return state.count() > 0 ? Integer.toString(state.count()) : "";
  }

  static void keys(Canvas canvas, Rect rect, AppState state) {
    if (state.mode() instanceof Mode.Help) {
      canvas.put(rect.left() + 1, rect.top(), rect.width() - 1, Style.KEY, "Esc");
      canvas.put(rect.left() + 4, rect.top(), rect.width() - 4, Style.PLAIN, " back");
      return;
    }
    List<Binding> hints = hints(state);
    // The last ones, help and quit, are there however little room there is.
    int room = rect.width() - 1;
    while (hints.size() > 1 && columns(canvas, hints) > room) {
      hints.remove(Math.max(0, hints.size() - 3));
    }
    int left = rect.left() + 1;
    int end = rect.left() + rect.width();
    for (Binding hint : hints) {
      left += canvas.put(left, rect.top(), end - left, Style.KEY, key(hint));
      left += canvas.put(left, rect.top(), end - left, Style.PLAIN, " " + hint.hint() + "  ");
    }
  }

  private static List<Binding> hints(AppState state) {
    boolean changes = state.focus() == Pane.RULES && state.canChangeRules();
    List<Binding> hints = new ArrayList<>();
    for (Binding binding : KeyMap.BINDINGS) {
      if (!binding.hint().isEmpty() && (binding.offered() == KeyMap.Offered.ALWAYS || changes)) {
        hints.add(binding);
      }
    }
    return hints;
  }

  private static int columns(Canvas canvas, List<Binding> hints) {
    int columns = -2;
    for (Binding hint : hints) {
      columns += canvas.columns(key(hint)) + 1 + canvas.columns(hint.hint()) + 2;
    }
    return columns;
  }

  /** The first of the keys. */
  private static String key(Binding binding) {
    int space = binding.shown().indexOf(' ');
    return space < 0 ? binding.shown() : binding.shown().substring(0, space);
  }
}
