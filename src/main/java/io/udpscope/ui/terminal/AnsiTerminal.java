package io.udpscope.ui.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

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

  /** Device status report, to be answered by {@code ESC [ 0 n} (ECMA-48, 8.3.35). */
  private static final String ASK = "\u001b[5n";

  private final Output output;
  private final Charset charset;
  private byte[] frame = new byte[1 << 14];
  private int length;
  private int column = UNKNOWN;
  private int row = UNKNOWN;
  private int columns = Integer.MAX_VALUE;
  private TextColor foreground;
  private TextColor background;
  private Set<SGR> modifiers;
  private boolean cursorVisible;
  private boolean asking;
  private long written;
  private long writes;

  /**
   * @param ascii nothing but ASCII leaves
   */
  public AnsiTerminal(Output output, boolean ascii) {
    this.output = output;
    this.charset = ascii ? US_ASCII : StandardCharsets.UTF_8;
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
    plain();
  }

  /** Sends a control sequence that is no part of a frame, at once. */
  public void copy(String sequence) throws IOException {
    append(sequence);
    flush();
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
      asking = false; // there is nothing that an answer could be compared with
      return;
    }
    if (asking) {
      append(ASK);
    }
    asking = false;
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
    if (x == column && y == row) {
      return;
    }
    if (y == row && column >= 0 && x > column) {
      forward(x - column);
    } else if (y == row + 1 && row >= 0 && x == 0) {
      append("\r\n"); // raw mode leaves them as they are
    } else {
      append("\u001b[" + (y + 1) + (x == 0 ? "" : ";" + (x + 1)) + "H");
    }
    column = x;
    row = y;
  }

  private void forward(int columns) {
    append(columns == 1 ? "\u001b[C" : "\u001b[" + columns + "C");
  }

  @Override
  public void putString(String text) {
    if (text.length() == 1 && text.charAt(0) < 0x80) {
      append((byte) text.charAt(0));
      column = column < 0 || column + 1 >= columns ? UNKNOWN : column + 1;
    } else {
      append(text.getBytes(charset));
      column = UNKNOWN; // terminals differ in how wide some characters are
    }
    if (column == UNKNOWN) {
      row = UNKNOWN; // at the right edge they differ in where the cursor stands
    }
  }

  @Override
  public void eraseRow(int cells) {
    setLook(TextColor.ANSI.DEFAULT, TextColor.ANSI.DEFAULT, Set.of());
    append("\u001b[K");
  }

  @Override
  public int waiting() {
    return length;
  }

  /** The next frame ends with a question that every terminal answers with a report (DSR). */
  public void ask() {
    asking = true;
  }

  /**
   * The same, with nothing in front of it.
   *
   * @throws IOException if the terminal is gone
   */
  public void askNow() throws IOException {
    append(ASK);
    flush();
  }

  /** Where the right edge is. */
  public void setColumns(int count) {
    columns = count;
  }

  @Override
  public void setCursorVisible(boolean visible) {
    if (visible != cursorVisible) {
      cursorVisible = visible;
      append(visible ? "\u001b[?25h" : "\u001b[?25l");
    }
  }

  @Override
  public void setLook(TextColor toForeground, TextColor toBackground, Set<SGR> toModifiers) {
    boolean same =
        toForeground.equals(foreground)
            && toBackground.equals(background)
            && toModifiers.equals(modifiers);
    if (same) {
      return;
    }
    StringBuilder parameters = new StringBuilder();
    boolean anew = modifiers == null || !toModifiers.containsAll(modifiers);
    boolean plain = toModifiers.isEmpty() && isDefault(toForeground) && isDefault(toBackground);
    if (!plain) {
      look(parameters, anew, toForeground, toBackground, toModifiers);
    }
    append("\u001b[" + parameters + "m");
    foreground = toForeground;
    background = toBackground;
    modifiers = toModifiers;
  }

  /** Parameters of SGR (ECMA-48, 8.3.117), of which 0 takes back all that were before. */
  private void look(
      StringBuilder parameters,
      boolean anew,
      TextColor toForeground,
      TextColor toBackground,
      Set<SGR> toModifiers) {
    if (anew) {
      parameter(parameters, "0");
    }
    for (SGR modifier : toModifiers) {
      if (anew || !modifiers.contains(modifier)) {
        parameter(parameters, number(modifier));
      }
    }
    if (anew ? !isDefault(toForeground) : !toForeground.equals(foreground)) {
      parameter(parameters, new String(toForeground.getForegroundSGRSequence(), US_ASCII));
    }
    if (anew ? !isDefault(toBackground) : !toBackground.equals(background)) {
      parameter(parameters, new String(toBackground.getBackgroundSGRSequence(), US_ASCII));
    }
  }

  private static void parameter(StringBuilder parameters, String one) {
    parameters.append(parameters.isEmpty() ? "" : ";").append(one);
  }

  private static boolean isDefault(TextColor color) {
    return color == TextColor.ANSI.DEFAULT;
  }

  private static String number(SGR modifier) {
    return switch (modifier) {
      case BOLD -> "1";
      case UNDERLINE -> "4";
      case REVERSE -> "7";
      default -> throw new IllegalArgumentException("no theme has " + modifier);
    };
  }

  @Override
  public void clearScreen() {
    append("\u001b[0m\u001b[2J");
    plain();
    column = UNKNOWN;
    row = UNKNOWN;
  }

  private void plain() {
    foreground = TextColor.ANSI.DEFAULT;
    background = TextColor.ANSI.DEFAULT;
    modifiers = Set.of();
  }
}
