package io.udpscope.ui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.io.IOException;

/** What a frame is drawn on. Columns and rows count from 0. One thread's. */
public interface Terminal {
  /** All cells blank, in plain letters. */
  void clearScreen() throws IOException;

  void setCursorPosition(int column, int row) throws IOException;

  void setCursorVisible(boolean visible) throws IOException;

  /** Default colours, and no modifier. */
  void resetColorAndSGR() throws IOException;

  void enableSGR(SGR modifier) throws IOException;

  void setForegroundColor(TextColor color) throws IOException;

  void setBackgroundColor(TextColor color) throws IOException;

  /** Puts text where the cursor stands, and moves the cursor. */
  void putString(String text) throws IOException;

  /**
   * The frame is whole.
   *
   * @throws IOException if the terminal is gone
   */
  void flush() throws IOException;
}
