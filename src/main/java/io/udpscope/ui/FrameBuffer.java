package io.udpscope.ui;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import io.udpscope.ui.terminal.Terminal;
import java.io.IOException;
import java.util.Arrays;

/**
 * The cells of a terminal: those it shows and those it is to show. {@link #flush} sends what
 * differs and nothing else. Only rows that something was put into since are looked at, so that a
 * frame in which just the clock has moved costs next to nothing; Lanterna's own screen compares
 * every cell.
 */
public final class FrameBuffer {
  private static final TextCharacter BLANK = TextCharacter.DEFAULT_CHARACTER;

  /** Stands in the second column of a character that is two columns wide. */
  private static final TextCharacter COVERED = BLANK.withModifier(SGR.BORDERED);

  /** A jump over fewer columns takes more bytes than they do. */
  private static final int SHORT_GAP = 3;

  /** To go there, to be plain, and to erase. */
  private static final int ERASING_BYTES = 10;

  private final Terminal terminal;
  private int columns;
  private int rows;
  private TextCharacter[] shown;
  private TextCharacter[] next;
  private boolean[] touched;
  private boolean[] urgent;
  private boolean[] wasUrgent;
  private int nextRow;

  public FrameBuffer(Terminal terminal, int columns, int rows) {
    this.terminal = terminal;
    resize(columns, rows);
  }

  /** All is blank then, and nothing is known of what the terminal shows. */
  public void resize(int toColumns, int toRows) {
    columns = toColumns;
    rows = toRows;
    shown = new TextCharacter[columns * rows];
    next = new TextCharacter[columns * rows];
    touched = new boolean[rows];
    urgent = new boolean[rows];
    wasUrgent = new boolean[rows];
    nextRow = 0;
    Arrays.fill(next, BLANK);
    forget();
  }

  private void forget() {
    Arrays.fill(shown, null);
    Arrays.fill(touched, true);
  }

  /** A frame begins: what is urgent in it is said anew. */
  void begin() {
    boolean[] before = wasUrgent;
    wasUrgent = urgent;
    urgent = before;
    Arrays.fill(urgent, false);
  }

  /** Makes rows blank; those that come to look as before are not sent. */
  void clear(int top, int count) {
    int end = Math.min(rows, top + count);
    for (int row = Math.max(0, top); row < end; row++) {
      Arrays.fill(next, row * columns, (row + 1) * columns, BLANK);
      touched[row] = true;
    }
  }

  /** Puts a character of one or two columns; what would stand outside is left out. */
  void put(int column, int row, TextCharacter cell, int width) {
    if (row < 0 || row >= rows || column < 0 || column + width > columns) {
      return;
    }
    touched[row] = true;
    next[row * columns + column] = cell;
    if (width == 2) {
      next[row * columns + column + 1] = COVERED;
    }
  }

  /** A row whose change is an answer to the user: it is sent before the others. */
  void urge(int row) {
    if (row >= 0 && row < rows) {
      urgent[row] = true;
    }
  }

  /** Something that was put is not sent yet. */
  public boolean isPending() {
    for (boolean row : touched) {
      if (row) {
        return true;
      }
    }
    return false;
  }

  /** The frame as text: a line for each row, without blanks at its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      int end = text.length();
      for (int column = 0; column < columns; column++) {
        TextCharacter cell = next[row * columns + column];
        if (cell != COVERED) {
          text.append(cell.getCharacterString());
          end = cell.getCharacterString().equals(" ") ? end : text.length();
        }
      }
      text.setLength(end);
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * Sends what differs.
   *
   * @param whole as if nothing were known of what the terminal shows
   * @throws IOException if the terminal is gone
   */
  public void flush(boolean whole) throws IOException {
    flush(whole, Integer.MAX_VALUE);
  }

  /**
   * Sends what differs, whole rows of it until it is so many bytes; the rest waits for the next
   * call.
   *
   * @throws IOException if the terminal is gone
   */
  public void flush(boolean whole, int bytes) throws IOException {
    if (whole) {
      terminal.clearScreen();
      Arrays.fill(shown, BLANK);
      Arrays.fill(touched, true);
    }
    for (int row = 0; row < rows; row++) {
      if (urgent[row] || wasUrgent[row]) {
        flushRow(row, bytes);
      }
    }
    // The others in turn, so that those below have theirs where only some of them fit.
    int start = nextRow;
    for (int i = 0; i < rows && terminal.waiting() < bytes; i++) {
      int row = (start + i) % rows;
      flushRow(row, bytes);
      nextRow = (row + 1) % rows;
    }
    if (!isPending()) {
      nextRow = 0;
    }
    terminal.setCursorVisible(false);
    terminal.flush();
  }

  private void flushRow(int row, int bytes) throws IOException {
    if (!touched[row] || terminal.waiting() >= bytes) {
      return;
    }
    touched[row] = false;
    int start = row * columns;
    int blanks = blanksFrom(start);
    int at = -1;
    for (int column = 0; column < columns; column++) {
      TextCharacter cell = next[start + column];
      TextCharacter before = shown[start + column];
      if (cell == before || cell.equals(before)) {
        continue;
      }
      if (column >= blanks) {
        erase(row, column);
        return;
      }
      shown[start + column] = cell;
      if (cell == COVERED) {
        continue; // the character before it was sent, or is the same
      }
      if (at >= 0
          && column > at
          && column - at <= SHORT_GAP
          && looksLike(cell, start + at, start + column)) {
        for (int i = at; i < column; i++) {
          draw(next[start + i]);
        }
      } else if (at != column) {
        terminal.setCursorPosition(column, row);
      }
      draw(cell);
      at = column + (column + 1 < columns && next[start + column + 1] == COVERED ? 2 : 1);
    }
  }

  /** Those cells are short and look as that one does, so that they cost less than a jump. */
  private boolean looksLike(TextCharacter cell, int from, int to) {
    for (int i = from; i < to; i++) {
      TextCharacter between = next[i];
      boolean same =
          between != COVERED
              && between.getForegroundColor().equals(cell.getForegroundColor())
              && between.getBackgroundColor().equals(cell.getBackgroundColor())
              && between.getModifiers().equals(cell.getModifiers())
              && between.getCharacterString().length() == 1
              && between.getCharacterString().charAt(0) < 0x80;
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /**
   * The column from which on a row is to be blank; beyond the row if an erasure is not worth it.
   */
  private int blanksFrom(int start) {
    int from = columns;
    int differing = 0;
    while (from > 0 && next[start + from - 1].equals(BLANK)) {
      from--;
      if (!BLANK.equals(shown[start + from])) {
        differing++;
      }
    }
    return differing > ERASING_BYTES ? from : columns;
  }

  private void erase(int row, int column) throws IOException {
    terminal.setCursorPosition(column, row);
    terminal.eraseRow(columns - column);
    Arrays.fill(shown, row * columns + column, (row + 1) * columns, BLANK);
  }

  private void draw(TextCharacter cell) throws IOException {
    terminal.setLook(cell.getForegroundColor(), cell.getBackgroundColor(), cell.getModifiers());
    terminal.putString(cell.getCharacterString());
  }
}
