package io.udpscope.app;

import io.udpscope.app.form.Form;
import java.util.Map;

/**
 * What was typed before, to be had again.
 *
 * @param lines those above the footer
 * @param drafts forms that were left before they were applied, by {@code Template.draft}
 */
public record TypedBefore(PromptHistory lines, Map<String, Form> drafts) {
  static final TypedBefore NOTHING = new TypedBefore(PromptHistory.NONE, Map.of());

  public TypedBefore {
    drafts = Map.copyOf(drafts);
  }

  TypedBefore with(Prompt.Kind kind, String line) {
    return new TypedBefore(lines.with(kind, line), drafts);
  }

  TypedBefore with(Map<String, Form> others) {
    return new TypedBefore(lines, others);
  }
}
