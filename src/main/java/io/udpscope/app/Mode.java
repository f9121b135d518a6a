package io.udpscope.app;

import io.udpscope.app.form.Form;

/** What the keys mean at the moment. */
public sealed interface Mode {
  record Browsing() implements Mode {}

  /** The list of keys is shown, from line {@code top} on. */
  record Help(int top) implements Mode {}

  /**
   * What is typed goes into a form.
   *
   * @param ticket the number under which it was applied, while that is not answered; else 0
   */
  record Editing(Form form, long ticket) implements Mode {}

  /** What is typed goes into a line above the footer. */
  record Prompting(Prompt prompt) implements Mode {}

  /** The next letter names a mark for the chosen packet. */
  record Marking() implements Mode {}

  /** The next letter names the mark to jump to. */
  record Jumping() implements Mode {}
}
