package io.udpscope.ui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.io.IOException;
import java.util.Set;

/** What a frame is drawn on. Columns and rows count from 0. One thread's. */
public interface Terminal {
  /** All cells blank, in plain letters. */
  void clearScreen() throws IOException;

  void setCursorPosition(int column, int row) throws IOException;

  void setCursorVisible(boolean visible) throws IOException;

  /** How what is put from now on looks. */
  void setLook(TextColor foreground, TextColor background, Set<SGR> modifiers) throws IOException;

  /** Puts text where the cursor stands, and moves the cursor. */
  void putString(String text) throws IOException;

  /**
   * Makes the cells from the cursor to the end of its row blank, which are so many; in plain
   * letters, and the cursor stays.
   */
  void eraseRow(int columns) throws IOException;

  /** Bytes that wait for {@link #flush}. */
  int waiting();

  /**
   * What there is goes out.
   *
   * @throws IOException if the terminal is gone
   */
  void flush() throws IOException;
}
