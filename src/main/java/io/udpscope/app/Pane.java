package io.udpscope.app;

/** What can have the focus, in the order of Tab. */
public enum Pane {
  RULES,
  PACKETS,
  DETAIL,
  BYTES;

  private static final Pane[] ORDER = values();

  Pane next() {
    return ORDER[(ordinal() + 1) % ORDER.length];
  }

  Pane previous() {
    return ORDER[(ordinal() + ORDER.length - 1) % ORDER.length];
  }

  /** The lower panes show the chosen packet. */
  boolean isLower() {
    return this == DETAIL || this == BYTES;
  }
}
