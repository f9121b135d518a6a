package io.udpscope.app.form;

import io.udpscope.app.change.RuleChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A form as it stands, with what has been typed. Immutable: what a key does makes the next one.
 *
 * @param focus the field that takes the keys
 * @param refusal what the session said when the form was applied
 */
public record Form(Template template, List<Field> fields, int focus, Optional<String> refusal) {
  /** So wide are the labels of a form with several lines, in columns. */
  public static final int LABEL_COLUMNS = 14;

  /** What is wrong with a field. */
  public record Problem(int field, String reason) {}

  public Form {
    fields = List.copyOf(fields);
  }

  public static Form open(Template template) {
    List<Field> fields = template.completed(template.fields());
    return new Form(template, fields, template.firstField(), Optional.empty());
  }

  /** A form in which typing goes on where it was left. */
  public static Form resume(Template template, Form left) {
    List<Field> fields = template.completed(template.resumed(left.fields));
    return new Form(template, fields, Math.min(left.focus, fields.size() - 1), Optional.empty());
  }

  /** It says something else than when it was opened. */
  public boolean isEdited() {
    return !values(open(template)).equals(values(this));
  }

  /** The same is typed in both. */
  public boolean saysTheSame(Form other) {
    return values(this).equals(values(other));
  }

  private static List<String> values(Form form) {
    return form.fields.stream().map(Field::value).toList();
  }

  /** What it would do; empty where there is a {@link #problem}. */
  public Optional<RuleChange> change() {
    try {
      return Optional.of(template.change(fields));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  /** The first thing that is in the way of applying it. */
  public Optional<Problem> problem() {
    try {
      template.change(fields);
      return Optional.empty();
    } catch (Refusal e) {
      return Optional.of(new Problem(e.field(), e.getMessage()));
    }
  }

  /** The problem, or what was said of the form as it still stands. */
  public Optional<Problem> complaint() {
    Optional<Problem> problem = problem();
    return problem.isPresent() ? problem : refusal.map(reason -> new Problem(focus, reason));
  }

  public Field focused() {
    return fields.get(focus);
  }

  /** Where the cursor is in the focused field, if that is text. */
  public OptionalInt cursor() {
    return focused() instanceof Field.Text text
        ? OptionalInt.of(text.cursor())
        : OptionalInt.empty();
  }

  public Form type(char character) {
    if (focused() instanceof Field.Choice choice) {
      return with(character == ' ' ? choice.turn(1) : choice.startingWith(character));
    }
    return edit(text -> text.type(character));
  }

  public Form erase() {
    return edit(Field.Text::erase);
  }

  public Form delete() {
    return edit(Field.Text::delete);
  }

  public Form clear() {
    return edit(Field.Text::clear);
  }

  public Form eraseWord() {
    return edit(Field.Text::eraseWord);
  }

  public Form left() {
    return focused() instanceof Field.Choice choice
        ? with(choice.turn(-1))
        : move(text -> text.moveTo(text.cursor() - 1));
  }

  public Form right() {
    return focused() instanceof Field.Choice choice
        ? with(choice.turn(1))
        : move(text -> text.moveTo(text.cursor() + 1));
  }

  public Form home() {
    return move(text -> text.moveTo(0));
  }

  public Form end() {
    return move(text -> text.moveTo(text.value().length()));
  }

  public Form next() {
    return focusOn(focus + 1);
  }

  public Form previous() {
    return focusOn(focus - 1);
  }

  public Form focusOn(int field) {
    int to = Math.floorMod(field, fields.size());
    return new Form(template, fields, to, refusal);
  }

  /** As it was typed, with what the session said to it. */
  public Form refused(String reason) {
    return new Form(template, fields, focus, Optional.of(reason));
  }

  private Form edit(UnaryOperator<Field.Text> change) {
    return focused() instanceof Field.Text text ? with(change.apply(text)) : this;
  }

  private Form move(UnaryOperator<Field.Text> change) {
    if (!(focused() instanceof Field.Text text)) {
      return this;
    }
    List<Field> moved = new ArrayList<>(fields);
    moved.set(focus, change.apply(text));
    return new Form(template, moved, focus, refusal);
  }

  private Form with(Field changed) {
    List<Field> next = new ArrayList<>(fields);
    next.set(focus, changed);
    List<Field> completed = template.completed(next);
    int at = Math.min(focus, completed.size() - 1);
    return new Form(template, completed, at, Optional.empty());
  }
}
