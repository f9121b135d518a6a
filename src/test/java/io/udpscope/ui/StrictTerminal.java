package io.udpscope.ui;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import io.udpscope.ui.terminal.AnsiTerminal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal that takes the few control sequences that we write, and fails on every other: what
 * else comes has come out of a packet. It also fails where terminals differ in what they do.
 */
public final class StrictTerminal implements AnsiTerminal.Output {
  /** All that we say but text. */
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "\r\n|\u001b\\[(?:(\\d*)(?:;(\\d+))?(H)|(\\d*)(C)|(K)|([\\d;]*)(m)|2J|\\?(?:25|1049)[lh]|5n)");

  /** Marks, joiners, and what changes the direction of text or hides it. */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{M}\\p{Co}\\p{Cs}\\p{Cn}]");

  private static final int UNKNOWN = -1;

  private final int columns;
  private final int rows;
  private final Charset charset;
  private final String[] cells;
  private final String[] looks;
  private int row = UNKNOWN;
  private int column = UNKNOWN;
  private boolean exact;
  private String foreground = "";
  private String background = "";
  private final Set<String> modifiers = new TreeSet<>();
  private int questions;

  public StrictTerminal(int columns, int rows, boolean ascii) {
    this.columns = columns;
    this.rows = rows;
    charset = ascii ? US_ASCII : UTF_8;
    cells = new String[columns * rows];
    looks = new String[columns * rows];
    blank(0, columns * rows);
  }

  private void blank(int from, int to) {
    Arrays.fill(cells, from, to, " ");
    Arrays.fill(looks, from, to, look("", "", Set.of()));
  }

  @Override
  public boolean write(byte[] bytes, int length) {
    String text;
    try {
      CharBuffer decoded = charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      text = decoded.toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("what was written is not " + charset, e);
    }
    Matcher sequence = SEQUENCE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (sequence.region(at, text.length()).lookingAt()) {
        obey(sequence);
        at = sequence.end();
      } else {
        put(text.charAt(at++));
      }
    }
    return true;
  }

  private void obey(Matcher sequence) {
    if (sequence.group(3) != null) {
      moveTo(number(sequence.group(1), 1) - 1, number(sequence.group(2), 1) - 1);
    } else if (sequence.group(5) != null) {
      must(exact, "moves from a column that terminals differ in");
      moveTo(row, column + number(sequence.group(4), 1));
    } else if (sequence.group(6) != null) {
      must(row != UNKNOWN && column != UNKNOWN, "erases from nowhere");
      must(foreground.isEmpty() && background.isEmpty() && modifiers.isEmpty(), "erases in colour");
      blank(row * columns + column, (row + 1) * columns);
    } else if (sequence.group(8) != null) {
      select(sequence.group(7));
    } else {
      control(sequence.group());
    }
  }

  private void control(String text) {
    switch (text) {
      case "\r\n" -> {
        must(row != UNKNOWN, "goes on from a row that is not known");
        moveTo(row + 1, 0);
      }
      case "\u001b[2J" -> {
        blank(0, cells.length);
        row = UNKNOWN;
      }
      case "\u001b[5n" -> questions++;
      default -> {} // the cursor is shown or hidden, the screen is the alternate one or not
    }
  }

  private void moveTo(int toRow, int toColumn) {
    must(toRow >= 0 && toRow < rows, "row " + toRow);
    must(toColumn >= 0 && toColumn < columns, "column " + toColumn);
    row = toRow;
    column = toColumn;
    exact = true;
  }

  private void select(String parameters) {
    for (String one : parameters.split(";")) {
      switch (number(one, 0)) {
        case 0 -> {
          foreground = "";
          background = "";
          modifiers.clear();
        }
        case 1 -> modifiers.add("BOLD");
        case 4 -> modifiers.add("UNDERLINE");
        case 7 -> modifiers.add("REVERSE");
        case 39 -> foreground = "";
        case 49 -> background = "";
        default -> {
          must(one.matches("3[0-7]|9[0-7]|4[0-7]|10[0-7]"), "selects " + one);
          if (one.matches("[39].")) {
            foreground = one;
          } else {
            background = one;
          }
        }
      }
    }
  }

  private void put(char c) {
    must(!UNSAFE.matcher(String.valueOf(c)).matches(), "writes U+%04x".formatted((int) c));
    must(row != UNKNOWN && column != UNKNOWN, "writes nowhere");
    int width = DisplayText.columns(c);
    must(column + width <= columns, "writes beyond the edge");
    int at = row * columns + column;
    for (int i = 0; i < width; i++) {
      cells[at + i] = i == 0 ? String.valueOf(c) : "";
      looks[at + i] = look(foreground, background, modifiers);
    }
    column += width;
    exact &= c < 0x80;
    if (column == columns) {
      column = UNKNOWN;
      row = UNKNOWN;
      exact = false;
    }
  }

  private static int number(String text, int unless) {
    return text == null || text.isEmpty() ? unless : Integer.parseInt(text);
  }

  private static void must(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("the terminal is told what it must not be: " + what);
    }
  }

  private static String look(String foreground, String background, Set<String> modifiers) {
    return foreground + "/" + background + "/" + modifiers;
  }

  /** How often it was asked whether it is ready. */
  public int questions() {
    return questions;
  }

  /** What stands there, row by row. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      text.append(cells[i]).append(i % columns == columns - 1 ? "\n" : "");
    }
    return text.toString();
  }

  /** Every cell and its look. */
  String shown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].isEmpty()) {
        text.append(cells[i]).append(looks[i]);
      }
      text.append(i % columns == columns - 1 ? "\n" : "");
    }
    return text.toString();
  }

  /** What another terminal shows, in the same form. */
  static String shown(VirtualTerminal terminal, int columns, int rows) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        TextCharacter cell = terminal.getCharacter(column, row);
        text.append(cell.getCharacterString()).append(look(cell));
        column += cell.isDoubleWidth() ? 1 : 0;
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String look(TextCharacter cell) {
    Set<String> modifiers = new TreeSet<>();
    for (SGR modifier : cell.getModifiers()) {
      modifiers.add(modifier.name());
    }
    String foreground = new String(cell.getForegroundColor().getForegroundSGRSequence(), US_ASCII);
    String background = new String(cell.getBackgroundColor().getBackgroundSGRSequence(), US_ASCII);
    return look(foreground.replace("39", ""), background.replace("49", ""), modifiers);
  }
}
