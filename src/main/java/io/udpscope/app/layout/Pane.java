package io.udpscope.app.layout;

/** What can have the focus, in the order of Tab. */
public enum Pane {
  RULES,
  /** Whatever {@link View} was chosen. */
  VIEW,
  DETAIL,
  BYTES;

  private static final Pane[] ORDER = values();

  public Pane next(View view) {
    return step(1, view);
  }

  public Pane previous(View view) {
    return step(ORDER.length - 1, view);
  }

  private Pane step(int by, View view) {
    Pane next = ORDER[(ordinal() + by) % ORDER.length];
    return next.isLower() && view != View.PACKETS ? next.step(by, view) : next;
  }

  /** The lower panes show the chosen packet. */
  public boolean isLower() {
    return this == DETAIL || this == BYTES;
  }
}
