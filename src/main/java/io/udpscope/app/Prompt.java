package io.udpscope.app;

import io.udpscope.app.form.Field;
import java.util.Optional;

/**
 * A line that is being typed above the footer. While it is, no key changes traffic.
 *
 * @param line what has been typed so far; its label stands in front of it
 * @param problem why it cannot be taken as it stands, in red behind it
 */
public record Prompt(Kind kind, Field.Text line, Optional<String> problem) {
  /** What the line is for. */
  public enum Kind {
    FILTER("/"),
    FIND("find:"),
    COMMAND(":"),
    WRITE("write to:"),
    BUNDLE("bundle to:");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** A line that says {@code text} so far. */
  static Prompt open(Kind kind, String text, String hint) {
    return new Prompt(kind, Field.Text.of(kind.label(), text, hint), Optional.empty());
  }

  Prompt with(Field.Text typed) {
    return new Prompt(kind, typed, Optional.empty());
  }

  Prompt refused(String reason) {
    return new Prompt(kind, line, Optional.of(reason));
  }
}
