package io.udpscope.app.layout;

import java.util.Optional;

/**
 * Where everything stands on a screen of some size. What does not fit is empty; the footer always
 * is there.
 *
 * @param view the packets, or what stands in their place
 * @param timeline the last minutes, on screens that have the room
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
    Rect timeline,
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
  public record Additions(int form, int message, boolean countdown) {
    static final Additions NONE = new Additions(0, 1, false);
  }

  public static final int MIN_COLUMNS = 40;
  public static final int MIN_ROWS = 10;

  /** In place of a number of rules: there is no pane for them. */
  public static final int NO_RULES = 0;

  /** From here on, detail stands beside bytes. */
  static final int WIDE_COLUMNS = 100;

  static final int WIDE_ROWS = 30;

  /** Offset, 16 bytes in two groups, 16 characters, margins. */
  static final int BYTES_COLUMNS = 72;

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
   * @param ruleRows how many there are to show, the one for "no rule" among them; {@link #NO_RULES}
   * @param shown only the packets have lower panes; the other views have their room
   * @param focus the pane with the focus
   * @param lower which of the lower panes stands where only one fits
   * @param zoomed the pane that has the body for itself
   * @param choice how the operator has arranged them
   * @param additions what else is wanted at the bottom
   */
  public static Layout of(
      int columns,
      int rows,
      int ruleRows,
      View shown,
      Pane focus,
      Pane lower,
      Optional<Pane> zoomed,
      LayoutChoice choice,
      Additions additions) {
    Rect footer = new Rect(0, rows - 1, columns, 1);
    if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
      Rect message = new Rect(0, 0, columns, Math.max(0, rows - 1));
      Rect none = Rect.NONE;
      return new Layout(
          none, none, none, none, none, none, none, none, none, message, none, footer);
    }
    boolean wide = columns >= WIDE_COLUMNS && rows >= WIDE_ROWS;
    int bottom = rows - (wide ? 3 : 2);
    Rect room = new Rect(0, BODY_TOP, columns, bottom - BODY_TOP);
    Panes panes = Panes.arrange(room, choice, ruleRows, shown, focus, lower, zoomed, wide);
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
        panes.timeline.above(body),
        new Rect(0, body, columns, form),
        wide ? new Rect(0, bottom, columns, 1) : Rect.NONE,
        new Rect(0, rows - 1 - countdown - message, columns, message),
        new Rect(0, rows - 2, columns, countdown),
        footer);
  }
}
