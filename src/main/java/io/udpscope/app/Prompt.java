package io.udpscope.app;

import io.udpscope.app.form.Field;
import io.udpscope.app.key.Intent;
import java.util.List;
import java.util.Optional;

/**
 * A line that is being typed above the footer. While it is, no key changes traffic.
 *
 * @param line what has been typed so far; its label stands in front of it
 * @param problem why it cannot be taken as it stands, in red behind it
 * @param walk through other lines, if what stands there is one of those
 */
public record Prompt(Kind kind, Field.Text line, Optional<String> problem, Optional<Walk> walk) {
  /** What the line is for. */
  public enum Kind {
    FILTER("/"),
    FIND("find:"),
    COMMAND(":"),
    WRITE("write to:"),
    BUNDLE("bundle to:"),
    /** Its label says what to type. */
    CONFIRM("");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** Of the line that an intent opens. */
    static Optional<Kind> of(Intent intent) {
      return switch (intent) {
        case FILTER -> Optional.of(FILTER);
        case FIND -> Optional.of(FIND);
        case COMMAND -> Optional.of(COMMAND);
        case WRITE -> Optional.of(WRITE);
        case BUNDLE -> Optional.of(BUNDLE);
        default -> Optional.empty();
      };
    }
  }

  /**
   * Lines that are offered, one at a time.
   *
   * @param at which of them stands there, -1 for what was typed
   */
  public record Walk(List<String> lines, int at, String typed) {
    String line() {
      return at < 0 ? typed : lines.get(at);
    }
  }

  /** A line that says {@code text} so far. */
  static Prompt open(Kind kind, String text, String hint) {
    return new Prompt(
        kind, Field.Text.of(kind.label(), text, hint), Optional.empty(), Optional.empty());
  }

  /** A line in which something has to be typed exactly. */
  static Prompt confirm(String label) {
    return new Prompt(
        Kind.CONFIRM, Field.Text.of(label, "", ""), Optional.empty(), Optional.empty());
  }

  Prompt with(Field.Text typed) {
    return new Prompt(kind, typed, Optional.empty(), Optional.empty());
  }

  Prompt judged(Optional<String> reason) {
    return new Prompt(kind, line, reason, walk);
  }

  Prompt refused(String reason) {
    return new Prompt(kind, line, Optional.of(reason), Optional.empty());
  }

  /** Another step through the lines that were entered before; back from the newest to the typed. */
  Prompt recall(List<String> earlier, int by) {
    Walk from = walkThrough(earlier);
    int at = Math.max(-1, Math.min(earlier.size() - 1, from.at() + by));
    return at(new Walk(earlier, at, from.typed()));
  }

  /** Another step around the lines that one may go on to. */
  Prompt complete(int by) {
    String typed = walk.map(Walk::typed).orElse(line.value());
    List<String> lines = kind == Kind.COMMAND ? CommandLine.candidates(typed) : List.of();
    if (lines.isEmpty()) {
      return this;
    }
    int from = walkThrough(lines).at();
    int at = from < 0 && by < 0 ? lines.size() - 1 : Math.floorMod(from + by, lines.size());
    return at(new Walk(lines, at, typed));
  }

  private Walk walkThrough(List<String> lines) {
    return walk.filter(one -> one.lines().equals(lines)).orElse(new Walk(lines, -1, line.value()));
  }

  private Prompt at(Walk next) {
    Field.Text shown = Field.Text.of(line.label(), next.line(), line.hint());
    return new Prompt(kind, shown, Optional.empty(), Optional.of(next));
  }

  /** The lines that one may go on to. */
  public List<String> candidates() {
    if (kind != Kind.COMMAND || line.value().isEmpty()) {
      return List.of();
    }
    return CommandLine.candidates(walk.map(Walk::typed).orElse(line.value()));
  }
}
