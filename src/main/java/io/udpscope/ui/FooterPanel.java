package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Mode;
import io.udpscope.app.Standing;
import io.udpscope.app.key.Binding;
import io.udpscope.app.key.Context;
import io.udpscope.app.key.FormKeyMap;
import io.udpscope.app.key.Intent;
import io.udpscope.app.key.KeyMap;
import io.udpscope.app.layout.Rect;
import io.udpscope.app.log.Notice;
import java.util.ArrayList;
import java.util.List;

/** The last lines: what there is to say | the keys that matter here, as many as fit. */
final class FooterPanel {
  private FooterPanel() {}

  static void message(Canvas canvas, Rect rect, AppState state) {
    if (state.mode() instanceof Mode.Prompting prompting) {
      int above = rect.height() - 1;
      if (state.asked().guarded().isPresent()) {
        notice(canvas, new Rect(rect.left(), rect.top(), rect.width(), above), state);
      }
      Rect last = new Rect(rect.left(), rect.top() + above, rect.width(), 1);
      PromptPanel.draw(canvas, last, prompting.prompt());
      return;
    }
    String typed = typed(state);
    if (!typed.isEmpty()) {
      canvas.put(rect.left() + 1, rect.top(), rect.width() - 1, Style.INFORMATION, typed);
      return;
    }
    notice(canvas, rect, state);
  }

  private static void notice(Canvas canvas, Rect rect, AppState state) {
    if (state.message().isEmpty()) {
      return;
    }
    Notice notice = state.message().get();
    Style style =
        switch (notice.severity()) {
          case INFORMATION -> Style.INFORMATION;
          case WARNING -> Style.WARNING;
          case ALARM -> Style.ALARM;
        };
    List<String> lines = state.messageLines();
    for (int i = 0; i < rect.height() && i < lines.size(); i++) {
      canvas.put(rect.left(), rect.top() + i, rect.width(), style, " " + lines.get(i) + " ");
    }
  }

  /** What goes back by itself, when, and the keys that answer it. */
  static void countdown(Canvas canvas, Rect rect, AppState state) {
    if (rect.isEmpty() || state.snapshot().changes().standing().isEmpty()) {
      return;
    }
    int end = rect.left() + rect.width();
    KeyMap map = state.facts().keys();
    String keep = map.shown(Intent.KEEP);
    String undo = map.shown(Intent.UNDO);
    boolean heard = state.mode() instanceof Mode.Browsing;
    String answers = heard ? keep + " keep   " + undo + " undo" : "";
    int room = rect.width() - 2 - (answers.isEmpty() ? 0 : answers.length() + 2);
    Standing standing = state.snapshot().changes().standing().get();
    String when = standing.when() + " ";
    int left = rect.left();
    int forWhat = room - canvas.columns(when);
    boolean fits = canvas.columns(standing.what()) < forWhat;
    String what = fits ? standing.what() : standing.whatBriefly();
    left += canvas.put(left, rect.top(), forWhat, Style.WARNING, " " + what);
    left += canvas.put(left, rect.top(), when.length(), Style.WARNING, when);
    left = Math.min(left + 4, end - answers.length() - 1);
    if (!answers.isEmpty()) {
      left += canvas.put(left, rect.top(), end - left, Style.KEY, keep);
      left += canvas.put(left, rect.top(), end - left, Style.PLAIN, " keep") + 3;
      left += canvas.put(left, rect.top(), end - left, Style.KEY, undo);
      canvas.put(left, rect.top(), end - left, Style.PLAIN, " undo");
    }
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
    if (state.mode() instanceof Mode.Editing editing) {
      formKeys(canvas, rect, editing.form().fields().size() > 1);
      return;
    }
    if (state.mode() instanceof Mode.Prompting) {
      formKeys(canvas, rect, false);
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
      left += canvas.put(left, rect.top(), end - left, Style.PLAIN, " " + hint.hint()) + 2;
    }
  }

  private static void formKeys(Canvas canvas, Rect rect, boolean manyFields) {
    int left = rect.left() + 1;
    int end = rect.left() + rect.width();
    for (FormKeyMap.Binding binding : FormKeyMap.BINDINGS) {
      boolean forMany =
          binding.intent() == FormKeyMap.Intent.NEXT || binding.intent() == FormKeyMap.Intent.LEFT;
      if (!binding.hint().isEmpty() && (manyFields || !forMany)) {
        String key = first(binding.shown());
        left += canvas.put(left, rect.top(), end - left, Style.KEY, key);
        left += canvas.put(left, rect.top(), end - left, Style.PLAIN, " " + binding.hint()) + 2;
      }
    }
  }

  private static List<Binding> hints(AppState state) {
    Context here = state.context();
    List<Binding> hints = new ArrayList<>();
    for (Binding binding : state.facts().keys().bindings()) {
      boolean offered = state.canChangeRules() || !binding.intent().changesTraffic();
      boolean hinted = !binding.hint().isEmpty() && !binding.keys().isEmpty();
      if (offered && hinted && binding.actsIn(here)) {
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

  private static String key(Binding binding) {
    return binding.keys().get(0).text();
  }

  /** The first of the keys. */
  private static String first(String shown) {
    int space = shown.indexOf(' ');
    return space < 0 ? shown : shown.substring(0, space);
  }
}
