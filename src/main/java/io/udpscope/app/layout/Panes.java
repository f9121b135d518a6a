package io.udpscope.app.layout;

import java.util.Optional;

/** Shares the body of the screen out among the panes: all that is between ledger and message. */
final class Panes {
  /** With fewer rows, the lower panes take the packets' place. */
  private static final int ROWS_WITH_LOWER = 15;

  /** From here on, 16 bytes go in a row of hexadecimal beside a pane that can be read. */
  private static final int ROOMY_COLUMNS = 120;

  private static final int TITLE_AND_HEADINGS = 2;

  /** Title, bars and marks. */
  private static final int TIMELINE_ROWS = 3;

  // Less of a pane cannot be used.
  private static final int LEAST_RULE_ROWS = TITLE_AND_HEADINGS + 1;
  private static final int LEAST_ROWS = 4;
  private static final int LEAST_COLUMNS = 30;

  private final Rect body;
  private final LayoutChoice choice;
  Rect rules = Rect.NONE;
  Rect view = Rect.NONE;
  Rect detail = Rect.NONE;
  Rect bytes = Rect.NONE;
  Rect timeline = Rect.NONE;

  private Panes(Rect body, LayoutChoice choice) {
    this.body = body;
    this.choice = choice;
  }

  /**
   * @param ruleRows how many there are to show
   * @param lower which of the lower panes stands where only one fits
   * @param wide there is room for both
   */
  static Panes arrange(
      Rect body,
      LayoutChoice choice,
      int ruleRows,
      View shown,
      Pane focus,
      Pane lower,
      Optional<Pane> zoomed,
      boolean wide) {
    Panes panes = new Panes(body, choice);
    if (zoomed.isPresent()) {
      panes.place(zoomed.get(), body);
    } else {
      panes.below(panes.rules(ruleRows), shown, focus, lower, wide);
    }
    return panes;
  }

  /** Gives the rules theirs; what is left. */
  private Rect rules(int ruleRows) {
    if (ruleRows == Layout.NO_RULES) {
      return body;
    }
    int wanted =
        TITLE_AND_HEADINGS + Math.max(1, Math.min(ruleRows, body.height() / 5)) + choice.ruleRows();
    int height = clamp(wanted, LEAST_RULE_ROWS, body.height() - LEAST_ROWS);
    place(Pane.RULES, new Rect(body.left(), body.top(), body.width(), height));
    return new Rect(body.left(), body.top() + height, body.width(), body.height() - height);
  }

  private void below(Rect rest, View shown, Pane focus, Pane lower, boolean wide) {
    if (shown != View.PACKETS) {
      place(Pane.VIEW, wide && shown.hasTimeline() ? aboveTimeline(rest) : rest);
      return;
    }
    boolean alone =
        body.height() < ROWS_WITH_LOWER || choice.scheme() == LayoutChoice.Scheme.PACKETS;
    if (alone || rest.height() < 2 * LEAST_ROWS) {
      place(focus.isLower() ? focus : Pane.VIEW, rest);
    } else if (wide && choice.scheme() == LayoutChoice.Scheme.SIDE_BY_SIDE) {
      sideBySide(rest);
    } else {
      stacked(rest, lower, wide);
    }
  }

  private Rect aboveTimeline(Rect rest) {
    int height = rest.height() - TIMELINE_ROWS;
    if (height < 2 * LEAST_ROWS) {
      return rest;
    }
    timeline = new Rect(rest.left(), rest.top() + height, rest.width(), TIMELINE_ROWS);
    return new Rect(rest.left(), rest.top(), rest.width(), height);
  }

  private void stacked(Rect rest, Pane lower, boolean wide) {
    int wanted = Math.max(6, rest.height() * 2 / 5) + choice.lowerRows();
    int height = clamp(wanted, LEAST_ROWS, rest.height() - LEAST_ROWS);
    place(Pane.VIEW, new Rect(rest.left(), rest.top(), rest.width(), rest.height() - height));
    int top = rest.top() + rest.height() - height;
    if (!wide) {
      place(lower, new Rect(rest.left(), top, rest.width(), height));
      return;
    }
    int left = left(rest.width() >= ROOMY_COLUMNS ? Layout.BYTES_COLUMNS : rest.width() / 2);
    place(Pane.DETAIL, new Rect(rest.left(), top, left, height));
    place(Pane.BYTES, new Rect(rest.left() + left, top, rest.width() - left, height));
  }

  private void sideBySide(Rect rest) {
    int left =
        left(rest.width() >= 2 * Layout.BYTES_COLUMNS ? Layout.BYTES_COLUMNS : rest.width() / 2);
    int wanted = rest.height() / 2 + choice.lowerRows();
    int height = clamp(wanted, LEAST_ROWS, rest.height() - LEAST_ROWS);
    int upper = rest.height() - height;
    place(Pane.VIEW, new Rect(rest.left(), rest.top(), left, rest.height()));
    int columns = rest.width() - left;
    place(Pane.DETAIL, new Rect(rest.left() + left, rest.top(), columns, upper));
    place(Pane.BYTES, new Rect(rest.left() + left, rest.top() + upper, columns, height));
  }

  /**
   * @param right columns that the pane on the right would have
   * @return those of the one on the left
   */
  private int left(int right) {
    int wanted = body.width() - right + choice.leftColumns();
    return clamp(wanted, LEAST_COLUMNS, body.width() - LEAST_COLUMNS);
  }

  /** Where both cannot be had, it is the least. */
  private static int clamp(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
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
