package io.udpscope.app;

/** What the keys mean at the moment. */
public sealed interface Mode {
  record Browsing() implements Mode {}

  /** The list of keys is shown, from line {@code top} on. */
  record Help(int top) implements Mode {}

  /** The next letter names a mark for the chosen packet. */
  record Marking() implements Mode {}

  /** The next letter names the mark to jump to. */
  record Jumping() implements Mode {}
}
