package io.udpscope.ui;

import io.udpscope.app.AppState;
import io.udpscope.app.Mode;
import io.udpscope.app.TargetCompletion;
import io.udpscope.app.form.Field;
import io.udpscope.app.form.Form;
import io.udpscope.app.form.ForwardFields;
import io.udpscope.app.layout.Rect;
import io.udpscope.model.NextHop;
import io.udpscope.model.Target;
import io.udpscope.model.TargetState;
import java.util.List;
import java.util.Optional;

/**
 * What is being typed, a line a field: name | what it says, with the cursor | what may stand there,
 * how its target is at the moment, or why it is refused.
 */
final class FormPanel {
  /** What stands behind a field. */
  private record Note(String text, Style style) {}

  private static final int MARKER = 2;

  private final Canvas canvas;
  private final Rect rect;
  private final AppState state;
  private final Form form;
  private final Optional<Form.Problem> complaint;
  private final boolean titled;

  private FormPanel(Canvas canvas, Rect rect, AppState state, Form form) {
    this.canvas = canvas;
    this.rect = rect;
    this.state = state;
    this.form = form;
    complaint = form.complaint();
    titled = !form.template().title().isEmpty() && rect.height() > 1;
  }

  static void draw(Canvas canvas, Rect rect, AppState state, Mode.Editing editing) {
    if (!rect.isEmpty()) {
      new FormPanel(canvas, rect, state, editing.form()).draw();
    }
  }

  private void draw() {
    int top = rect.top();
    if (titled) {
      canvas.fill(rect.left(), top, rect.width(), Style.FAINT, '─');
      String title = " " + form.template().title() + " ";
      canvas.put(rect.left() + 1, top, rect.width() - 1, Style.TITLE_FOCUSED, title);
      top++;
    }
    int shown = rect.top() + rect.height() - top;
    int first = Math.max(0, form.focus() - shown + 1);
    for (int i = 0; i < shown && first + i < form.fields().size(); i++) {
      field(top + i, first + i);
    }
  }

  private void field(int row, int at) {
    Field field = form.fields().get(at);
    boolean focused = at == form.focus();
    int left = rect.left();
    canvas.put(left, row, MARKER, Style.TITLE_FOCUSED, focused ? "▸" : "");
    left += MARKER;
    int label = Math.max(titled ? Form.LABEL_COLUMNS : 0, canvas.columns(field.label()) + 2);
    Style style = focused ? Style.HEADING : Style.PLAIN;
    canvas.put(left, row, label, style, field.label());
    left += label;
    int end = rect.left() + rect.width() - 1;
    Note note = note(at);
    int room = end - left;
    if (isRefused(at)) {
      room = Math.max(room - canvas.columns(note.text()) - 2, Math.min(12, room));
    }
    left +=
        field instanceof Field.Text text
            ? text(left, row, room, text, focused)
            : choice(left, row, room, (Field.Choice) field);
    canvas.put(left + 2, row, end - left - 2, note.style(), note.text());
  }

  private Note note(int at) {
    String candidates = candidates(at);
    Optional<Note> target = target(at);
    if (target.isPresent() && !isRefused(at)) {
      String text = target.get().text() + (candidates.isEmpty() ? "" : "; " + candidates);
      return new Note(text, target.get().style());
    }
    if (!candidates.isEmpty()) {
      return new Note(candidates, Style.FAINT);
    }
    if (isRefused(at)) {
      return new Note("! " + complaint.get().reason(), Style.DROP);
    }
    if (form.fields().get(at) instanceof Field.Choice choice) {
      return new Note(choice.meaning(), Style.FAINT);
    }
    boolean asks = form.fields().get(at).value().isEmpty() || !titled;
    return new Note(asks ? ((Field.Text) form.fields().get(at)).hint() : "", Style.FAINT);
  }

  private boolean isRefused(int at) {
    return complaint.isPresent() && complaint.get().field() == at;
  }

  /** How a target that is in force already is doing, or who will send to it. */
  private Optional<Note> target(int at) {
    if (form.template().forward().isEmpty()) {
      return Optional.empty();
    }
    ForwardFields forward = form.template().forward().get();
    Optional<Target> target = forward.target(form.fields(), at);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    boolean relayed = forward.isRelayed(form.fields(), at);
    Optional<TargetState> known = state.target(form.template().rule(), target.get().endpoint());
    if (known.isEmpty()) {
      return typed(target.get(), relayed);
    }
    Style style = known.get().relay().errors().isEmpty() ? Style.FAINT : Style.WARNING;
    return Optional.of(new Note(TargetText.of(known.get(), relayed), style));
  }

  /** One that is not in force. */
  private Optional<Note> typed(Target target, boolean relayed) {
    NextHop hop = state.snapshot().targets().ways().get(target);
    if (hop == null) {
      return Optional.of(new Note(relayed ? TargetText.RELAYED : "", Style.FAINT));
    }
    boolean bad = hop.state() == NextHop.State.NO_ROUTE;
    return Optional.of(new Note(TargetText.typed(hop, relayed), bad ? Style.WARNING : Style.FAINT));
  }

  /** What the line with the cursor may become; empty if nothing is known that begins like it. */
  private String candidates(int at) {
    boolean typed = at == form.focus() && !form.fields().get(at).value().isEmpty();
    List<String> found = typed ? TargetCompletion.candidates(state, form) : List.of();
    return found.isEmpty() ? "" : "Right: " + String.join(" ", found);
  }

  /** The part of the text around the cursor, as far as there is room. */
  private int text(int left, int row, int room, Field.Text text, boolean focused) {
    String value = text.value();
    int from = Math.max(0, text.cursor() - room + 1);
    if (!focused) {
      return canvas.put(left, row, room, Style.PLAIN, value);
    }
    String seen = value.substring(from, Math.min(value.length(), from + room));
    int used = canvas.put(left, row, room, Style.LIT, seen);
    int at = text.cursor() - from;
    int column = canvas.columns(seen.substring(0, at));
    String under = at < seen.length() ? seen.substring(at, at + 1) : " ";
    canvas.put(left + column, row, Math.max(1, canvas.columns(under)), Style.CURSOR, under);
    return Math.max(used, column + 1);
  }

  private int choice(int left, int row, int room, Field.Choice choice) {
    int used = 0;
    for (int i = 0; i < choice.words().size(); i++) {
      boolean chosen = i == choice.chosen();
      String word = chosen ? "[" + choice.words().get(i) + "]" : " " + choice.words().get(i) + " ";
      Style style = chosen ? Style.HEADING : Style.PLAIN;
      used += canvas.put(left + used, row, room - used, style, word);
    }
    return used;
  }
}
