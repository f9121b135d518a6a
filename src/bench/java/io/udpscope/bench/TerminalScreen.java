package io.udpscope.bench;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands on a terminal after the bytes that were written to it: as much of ECMA-48 as moves
 * the cursor, writes and erases. Every character takes one column. Not for sharing between threads.
 */
final class TerminalScreen {
  private static final char ESCAPE = 0x1b;
  private static final char BELL = 7;

  private enum Mode {
    TEXT,
    ESCAPE,
    CHARSET,
    CONTROL_SEQUENCE,
    OPERATING_SYSTEM_COMMAND
  }

  private final char[][] cells;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 17);
  private final CharBuffer characters = CharBuffer.allocate(1 << 17);
  private final StringBuilder parameters = new StringBuilder();
  private Mode mode = Mode.TEXT;
  private int questions;
  private int row;
  private int column;

  TerminalScreen(int columns, int rows) {
    cells = new char[rows][columns];
    clear(0, rows * columns);
  }

  /** Takes what was written, at most 64 KiB at once. */
  void write(byte[] output, int length) {
    bytes.put(output, 0, length).flip();
    characters.clear();
    decoder.decode(bytes, characters, false);
    bytes.compact();
    characters.flip();
    while (characters.hasRemaining()) {
      take(characters.get());
    }
  }

  private void take(char character) {
    switch (mode) {
      case TEXT -> text(character);
      case ESCAPE -> escape(character);
      case CHARSET -> mode = Mode.TEXT;
      case CONTROL_SEQUENCE -> {
        if (character >= '@' && character <= '~') {
          mode = Mode.TEXT;
          control(character);
        } else {
          parameters.append(character);
        }
      }
      case OPERATING_SYSTEM_COMMAND -> {
        if (character == BELL) {
          mode = Mode.TEXT;
        } else if (character == ESCAPE) {
          mode = Mode.CHARSET;
        }
      }
    }
  }

  private void text(char character) {
    switch (character) {
      case ESCAPE -> mode = Mode.ESCAPE;
      case '\r' -> column = 0;
      case '\n' -> row = Math.min(row + 1, cells.length - 1);
      case '\b' -> column = Math.max(column - 1, 0);
      default -> {
        if (character >= ' ' && column < cells[0].length) {
          cells[row][column++] = character;
        }
      }
    }
  }

  private void escape(char character) {
    parameters.setLength(0);
    mode =
        switch (character) {
          case '[' -> Mode.CONTROL_SEQUENCE;
          case ']' -> Mode.OPERATING_SYSTEM_COMMAND;
          case '(', ')' -> Mode.CHARSET;
          default -> Mode.TEXT;
        };
  }

  private void control(char command) {
    switch (command) {
      case 'H', 'f' -> moveTo(parameter(0, 1) - 1, parameter(1, 1) - 1);
      case 'A' -> moveTo(row - parameter(0, 1), column);
      case 'B' -> moveTo(row + parameter(0, 1), column);
      case 'C' -> moveTo(row, column + parameter(0, 1));
      case 'D' -> moveTo(row, column - parameter(0, 1));
      case 'G' -> moveTo(row, parameter(0, 1) - 1);
      case 'd' -> moveTo(parameter(0, 1) - 1, column);
      case 'J' -> erase(parameter(0, 0), 0, cells.length * cells[0].length);
      case 'K' -> erase(parameter(0, 0), row * cells[0].length, (row + 1) * cells[0].length);
      case 'n' -> questions++;
      default -> {
        // Colours and modes do not change what can be read.
      }
    }
  }

  /** How often it was asked for its status (DSR) since this was called last. */
  int takeQuestions() {
    int asked = questions;
    questions = 0;
    return asked;
  }

  private int parameter(int index, int absent) {
    String[] all = parameters.toString().split(";", -1);
    if (index >= all.length || all[index].isEmpty() || !Character.isDigit(all[index].charAt(0))) {
      return absent;
    }
    return Integer.parseInt(all[index]);
  }

  private void moveTo(int toRow, int toColumn) {
    row = Math.max(0, Math.min(toRow, cells.length - 1));
    column = Math.max(0, Math.min(toColumn, cells[0].length - 1));
  }

  /** 0: from the cursor on; 1: up to the cursor; 2: all. */
  private void erase(int which, int from, int to) {
    int cursor = row * cells[0].length + column;
    clear(which == 0 ? cursor : from, which == 1 ? cursor + 1 : to);
  }

  private void clear(int from, int to) {
    for (int cell = from; cell < to; cell++) {
      cells[cell / cells[0].length][cell % cells[0].length] = ' ';
    }
  }

  /** The first line that contains {@code text}, or -1. */
  int lineWith(String text) {
    for (int line = 0; line < cells.length; line++) {
      if (new String(cells[line]).contains(text)) {
        return line;
      }
    }
    return -1;
  }

  /** The first line of these whose first columns contain {@code character}, or -1. */
  int lineMarked(int from, int to, int columns, char character) {
    for (int line = Math.max(from, 0); line < to; line++) {
      for (int i = 0; i < columns; i++) {
        if (cells[line][i] == character) {
          return line;
        }
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    Arrays.stream(cells).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
