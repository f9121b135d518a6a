package io.udpscope.ui.terminal;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A terminal that takes ECMA-48's control sequences: collects a frame as bytes and hands it over in
 * one piece when it is flushed. Says nothing that the terminal knows already. One thread's.
 */
public final class AnsiTerminal implements Terminal {
  /** Takes the bytes of a frame. */
  @FunctionalInterface
  public interface Output {
    /**
     * @return false if there is nobody to take them
     */
    boolean write(byte[] bytes, int length);
  }

  private static final int UNKNOWN = -1;

  private final Output output;
  private final Charset charset;
  private byte[] frame = new byte[1 << 14];
  private int length;
  private int column = UNKNOWN;
  private int row = UNKNOWN;
  private boolean cursorVisible;
  private long written;
  private long writes;

  /**
   * @param ascii nothing but ASCII leaves
   */
  public AnsiTerminal(Output output, boolean ascii) {
    this.output = output;
    this.charset = ascii ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8;
  }

  /** Draws on this terminal. */
  public static AnsiTerminal on(Tty tty, boolean ascii) {
    return new AnsiTerminal(tty::write, ascii);
  }

  /** Nothing that was said before holds: someone else has drawn on the terminal. */
  public void forget() {
    column = UNKNOWN;
    row = UNKNOWN;
    length = 0;
    append("\u001b[0m\u001b[?25l");
  }

  /** Bytes that have left. */
  public long bytesWritten() {
    return written;
  }

  /** Calls that they took. */
  public long writes() {
    return writes;
  }

  @Override
  public void flush() throws IOException {
    if (length == 0) {
      return;
    }
    int bytes = length;
    length = 0;
    written += bytes;
    writes++;
    if (!output.write(frame, bytes)) {
      throw new IOException("the terminal is gone");
    }
  }

  private void append(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      append((byte) ascii.charAt(i));
    }
  }

  private void append(byte value) {
    if (length == frame.length) {
      frame = Arrays.copyOf(frame, 2 * length);
    }
    frame[length++] = value;
  }

  private void append(byte[] bytes) {
    for (byte value : bytes) {
      append(value);
    }
  }

  @Override
  public void setCursorPosition(int x, int y) {
    if (x != column || y != row) {
      append("\u001b[" + (y + 1) + ";" + (x + 1) + "H");
      column = x;
      row = y;
    }
  }

  @Override
  public void putString(String text) {
    if (text.length() == 1 && text.charAt(0) < 0x80) {
      append((byte) text.charAt(0));
    } else {
      append(text.getBytes(charset));
    }
    column = UNKNOWN; // at the right edge terminals differ in where the cursor stands
  }

  @Override
  public void setCursorVisible(boolean visible) {
    if (visible != cursorVisible) {
      cursorVisible = visible;
      append(visible ? "\u001b[?25h" : "\u001b[?25l");
    }
  }

  @Override
  public void enableSGR(SGR sgr) {
    append(
        switch (sgr) {
          case BOLD -> "\u001b[1m";
          case REVERSE -> "\u001b[7m";
          case UNDERLINE -> "\u001b[4m";
          default -> "";
        });
  }

  @Override
  public void resetColorAndSGR() {
    append("\u001b[0m");
  }

  @Override
  public void setForegroundColor(TextColor color) {
    append("\u001b[");
    append(color.getForegroundSGRSequence());
    append("m");
  }

  @Override
  public void setBackgroundColor(TextColor color) {
    append("\u001b[");
    append(color.getBackgroundSGRSequence());
    append("m");
  }

  @Override
  public void clearScreen() {
    append("\u001b[0m\u001b[2J");
    column = UNKNOWN;
  }
}
