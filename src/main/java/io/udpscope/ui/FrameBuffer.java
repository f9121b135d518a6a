package io.udpscope.ui;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import io.udpscope.ui.terminal.Terminal;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;

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

  private final Terminal terminal;
  private int columns;
  private int rows;
  private TextCharacter[] shown;
  private TextCharacter[] next;
  private boolean[] touched;

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
    Arrays.fill(next, BLANK);
    forget();
  }

  private void forget() {
    Arrays.fill(shown, null);
    Arrays.fill(touched, true);
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

  /**
   * Sends what differs.
   *
   * @param whole as if nothing were known of what the terminal shows
   * @throws IOException if the terminal is gone
   */
  public void flush(boolean whole) throws IOException {
    if (whole) {
      terminal.clearScreen();
      Arrays.fill(shown, BLANK);
      Arrays.fill(touched, true);
    }
    Pen pen = new Pen();
    for (int row = 0; row < rows; row++) {
      if (touched[row]) {
        touched[row] = false;
        flushRow(row, pen);
      }
    }
    terminal.setCursorVisible(false);
    terminal.flush();
  }

  private void flushRow(int row, Pen pen) throws IOException {
    int start = row * columns;
    int at = -1;
    for (int column = 0; column < columns; column++) {
      TextCharacter cell = next[start + column];
      TextCharacter before = shown[start + column];
      if (cell == before || cell.equals(before)) {
        continue;
      }
      shown[start + column] = cell;
      if (cell == COVERED) {
        continue; // the character before it was sent, or is the same
      }
      if (at != column) {
        terminal.setCursorPosition(column, row);
      }
      pen.draw(cell);
      at = column + (column + 1 < columns && next[start + column + 1] == COVERED ? 2 : 1);
    }
  }

  /** What the terminal was last told of colours; says nothing twice within a frame. */
  private final class Pen {
    private TextColor foreground;
    private TextColor background;
    private EnumSet<SGR> modifiers;

    void draw(TextCharacter cell) throws IOException {
      if (modifiers == null || !cell.getModifiers().equals(modifiers)) {
        terminal.resetColorAndSGR();
        foreground = TextColor.ANSI.DEFAULT;
        background = TextColor.ANSI.DEFAULT;
        modifiers = cell.getModifiers();
        for (SGR modifier : modifiers) {
          terminal.enableSGR(modifier);
        }
      }
      if (!cell.getForegroundColor().equals(foreground)) {
        foreground = cell.getForegroundColor();
        terminal.setForegroundColor(foreground);
      }
      if (!cell.getBackgroundColor().equals(background)) {
        background = cell.getBackgroundColor();
        terminal.setBackgroundColor(background);
      }
      terminal.putString(cell.getCharacterString());
    }
  }
}
