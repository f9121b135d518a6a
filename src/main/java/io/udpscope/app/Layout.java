package io.udpscope.app;

import java.util.Optional;

/**
 * Where everything stands on a screen of some size. What does not fit is empty; the footer always
 * is there.
 *
 * @param view the packets, or what stands in their place
 * @param form what is being typed; empty if nothing is
 * @param separator a line above the message, on screens that have the room
 * @param countdown of a change that goes back by itself; empty if none does
 */
public record Layout(
    Rect header,
    Rect ledger,
    Rect rules,
    Rect view,
    Rect detail,
    Rect bytes,
    Rect form,
    Rect separator,
    Rect message,
    Rect countdown,
    Rect footer) {
  /**
   * Lines at the bottom that are not always there. They take them from the panes above, which stay
   * where they are.
   *
   * @param form lines that the form would like to have
   * @param message at least one, which is always there
   */
  record Additions(int form, int message, boolean countdown) {
    static final Additions NONE = new Additions(0, 1, false);
  }

  public static final int MIN_COLUMNS = 40;
  public static final int MIN_ROWS = 10;

  /** From here on, detail stands beside bytes. */
  static final int WIDE_COLUMNS = 100;

  static final int WIDE_ROWS = 30;

  /** From here on, 16 bytes go in a row of hexadecimal beside a detail pane that can be read. */
  private static final int ROOMY_COLUMNS = 120;

  /** Offset, 16 bytes in two groups, 16 characters, margins. */
  private static final int BYTES_COLUMNS = 72;

  /** With fewer rows between ledger and message, the lower panes take the packets' place. */
  private static final int BODY_WITH_LOWER = 15;

  /** Header and ledger are above. */
  private static final int BODY_TOP = 2;

  private static final int MAX_MESSAGE = 3;

  private static final int TITLE = 1;
  private static final int TITLE_AND_HEADINGS = 2;

  /** Too small for panes: a line of explanation and the footer. */
  public boolean isTooSmall() {
    return header.isEmpty();
  }

  public int ruleRows() {
    return Math.max(0, rules.height() - TITLE_AND_HEADINGS);
  }

  public int viewRows() {
    return Math.max(0, view.height() - TITLE_AND_HEADINGS);
  }

  public int detailRows() {
    return Math.max(0, detail.height() - TITLE);
  }

  public int byteRows() {
    return Math.max(0, bytes.height() - TITLE);
  }

  /** Bytes in a row of hexadecimal. */
  public int bytesPerRow() {
    return bytes.width() >= BYTES_COLUMNS ? 16 : 8;
  }

  /**
   * @param ruleRows how many there are to show, the one for "no rule" among them
   * @param shown only the packets have lower panes; the other views have their room
   * @param focus the pane with the focus
   * @param lower which of the lower panes stands where only one fits
   * @param zoomed the pane that has the body for itself
   * @param additions what else is wanted at the bottom
   */
  static Layout of(
      int columns,
      int rows,
      int ruleRows,
      View shown,
      Pane focus,
      Pane lower,
      Optional<Pane> zoomed,
      Additions additions) {
    Rect footer = new Rect(0, rows - 1, columns, 1);
    if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
      Rect message = new Rect(0, 0, columns, Math.max(0, rows - 1));
      Rect none = Rect.NONE;
      return new Layout(none, none, none, none, none, none, none, none, message, none, footer);
    }
    boolean wide = columns >= WIDE_COLUMNS && rows >= WIDE_ROWS;
    int bottom = rows - (wide ? 3 : 2);
    Panes panes = new Panes(columns, BODY_TOP, bottom, ruleRows, focus, lower);
    panes.arrange(wide, shown, zoomed);
    int countdown = additions.countdown() ? 1 : 0;
    int message = Math.min(additions.message(), MAX_MESSAGE);
    bottom -= message - 1 + countdown;
    int form = Math.min(additions.form(), bottom - BODY_TOP);
    int body = bottom - form;
    return new Layout(
        new Rect(0, 0, columns, 1),
        new Rect(0, 1, columns, 1),
        panes.rules.above(body),
        panes.view.above(body),
        panes.detail.above(body),
        panes.bytes.above(body),
        new Rect(0, body, columns, form),
        wide ? new Rect(0, bottom, columns, 1) : Rect.NONE,
        new Rect(0, rows - 1 - countdown - message, columns, message),
        new Rect(0, rows - 2, columns, countdown),
        footer);
  }

  /** The body: everything from {@code top} to {@code bottom}, exclusive. */
  private static final class Panes {
    private final int columns;
    private final int top;
    private final int bottom;
    private final int ruleRows;
    private final Pane focus;
    private final Pane lower;
    private Rect rules = Rect.NONE;
    private Rect view = Rect.NONE;
    private Rect detail = Rect.NONE;
    private Rect bytes = Rect.NONE;

    Panes(int columns, int top, int bottom, int ruleRows, Pane focus, Pane lower) {
      this.columns = columns;
      this.top = top;
      this.bottom = bottom;
      this.ruleRows = ruleRows;
      this.focus = focus;
      this.lower = lower;
    }

    void arrange(boolean wide, View shown, Optional<Pane> zoomed) {
      if (zoomed.isPresent()) {
        place(zoomed.get(), new Rect(0, top, columns, bottom - top));
        return;
      }
      int body = bottom - top;
      int rulesHeight = TITLE_AND_HEADINGS + Math.max(1, Math.min(ruleRows, body / 5));
      place(Pane.RULES, new Rect(0, top, columns, rulesHeight));
      int middle = top + rulesHeight;
      if (shown != View.PACKETS) {
        place(Pane.VIEW, new Rect(0, middle, columns, bottom - middle));
        return;
      }
      if (body < BODY_WITH_LOWER) {
        place(focus.isLower() ? focus : Pane.VIEW, new Rect(0, middle, columns, bottom - middle));
        return;
      }
      int lowerHeight = Math.max(6, (body - rulesHeight) * 2 / 5);
      int lowerTop = bottom - lowerHeight;
      place(Pane.VIEW, new Rect(0, middle, columns, lowerTop - middle));
      if (!wide) {
        place(lower, new Rect(0, lowerTop, columns, lowerHeight));
        return;
      }
      int bytesColumns = columns >= ROOMY_COLUMNS ? BYTES_COLUMNS : columns / 2;
      int detailColumns = columns - bytesColumns;
      place(Pane.DETAIL, new Rect(0, lowerTop, detailColumns, lowerHeight));
      place(Pane.BYTES, new Rect(detailColumns, lowerTop, bytesColumns, lowerHeight));
    }

    private void place(Pane pane, Rect rect) {
      switch (pane) {
        case RULES -> rules = rect;
        case VIEW -> view = rect;
        case DETAIL -> detail = rect;
        case BYTES -> bytes = rect;
      }
    }
  }
}
