package io.udpscope.ui.terminal;

import io.udpscope.app.key.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what a terminal sends into keys: ASCII, UTF-8, and the sequences of the arrow and paging
 * keys as xterm, the Linux console, tmux and screen send them. What it does not know is one {@link
 * Key.Kind#OTHER}, never several keys: a stray sequence must not change traffic.
 */
public final class KeyDecoder {
  private static final int ESC = 0x1b;
  private static final int DEL = 0x7f;

  /** The parameter of a device status report (ECMA-48, 8.3.35). */
  private static final String READY = "0";

  private static final int BACKSPACE = 0x08;

  private enum Expecting {
    KEY,
    /** After ESC: a sequence, or the Escape key itself. */
    SEQUENCE,
    /** After ESC [: parameters up to a final byte (ECMA-48, 5.4). */
    CONTROL_SEQUENCE,
    /** After ESC O: one byte. */
    SHIFT_THREE,
    /** Bytes of a UTF-8 character behind the first. */
    CONTINUATION
  }

  private Expecting expecting = Expecting.KEY;
  private final StringBuilder parameters = new StringBuilder();
  private int codePoint;
  private int continuations;
  private int reports;

  /**
   * How often the terminal has said that it is ready, as it is asked to (DSR), since the last call.
   */
  public int takeReports() {
    int taken = reports;
    reports = 0;
    return taken;
  }

  /** The keys that are complete with these bytes. */
  public List<Key> decode(byte[] bytes, int length) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Key key = take(bytes[i] & 0xff);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** An ESC has come and nothing behind it yet: if nothing comes soon, it was the Escape key. */
  public boolean isUndecided() {
    return expecting == Expecting.SEQUENCE;
  }

  /** Nothing came behind the ESC. */
  public Key decide() {
    expecting = Expecting.KEY;
    return Key.of(Key.Kind.ESCAPE);
  }

  private Key take(int value) {
    return switch (expecting) {
      case KEY -> key(value);
      case SEQUENCE -> sequence(value);
      case CONTROL_SEQUENCE -> controlSequence(value);
      case SHIFT_THREE -> {
        expecting = Expecting.KEY;
        yield finalByte((char) value);
      }
      case CONTINUATION -> continuation(value);
    };
  }

  private Key key(int value) {
    if (value == ESC) {
      expecting = Expecting.SEQUENCE;
      return null;
    }
    if (value == '\r' || value == '\n') {
      return Key.of(Key.Kind.ENTER);
    }
    if (value == '\t') {
      return Key.of(Key.Kind.TAB);
    }
    if (value == DEL || value == BACKSPACE) {
      return Key.of(Key.Kind.BACKSPACE);
    }
    if (value < 0x20) {
      return Key.control((char) (value + '@'));
    }
    if (value < DEL) {
      return Key.of((char) value);
    }
    if (value >= 0xc2 && value < 0xf5) {
      continuations = value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
      codePoint = value & 0x3f >> continuations;
      expecting = Expecting.CONTINUATION;
      return null;
    }
    return Key.of(Key.Kind.OTHER);
  }

  private Key continuation(int value) {
    if ((value & 0xc0) != 0x80) {
      expecting = Expecting.KEY;
      return key(value);
    }
    codePoint = codePoint << 6 | value & 0x3f;
    continuations--;
    if (continuations > 0) {
      return null;
    }
    expecting = Expecting.KEY;
    return codePoint <= 0xffff ? Key.of((char) codePoint) : Key.of(Key.Kind.OTHER);
  }

  private Key sequence(int value) {
    if (value == '[') {
      parameters.setLength(0);
      expecting = Expecting.CONTROL_SEQUENCE;
      return null;
    }
    if (value == 'O') {
      expecting = Expecting.SHIFT_THREE;
      return null;
    }
    if (value == ESC) {
      return Key.of(Key.Kind.ESCAPE);
    }
    expecting = Expecting.KEY;
    return Key.of(Key.Kind.OTHER); // Alt and a key
  }

  private Key controlSequence(int value) {
    if (value < 0x20 || value > 0x7e) {
      expecting = Expecting.KEY;
      return key(value);
    }
    if (value < 0x40) {
      parameters.append((char) value);
      return null;
    }
    if (value == '[' && parameters.length() == 0) {
      expecting = Expecting.SHIFT_THREE; // a function key of the Linux console: ESC [ [ A
      parameters.append('[');
      return null;
    }
    expecting = Expecting.KEY;
    if (value == 'n' && parameters.toString().equals(READY)) {
      reports++;
      return null;
    }
    return value == '~' ? numbered(parameters.toString()) : finalByte((char) value);
  }

  private Key finalByte(char value) {
    boolean function = parameters.length() > 0 && parameters.charAt(0) == '[';
    parameters.setLength(0);
    if (function) {
      return Key.of(Key.Kind.OTHER);
    }
    return Key.of(
        switch (value) {
          case 'A' -> Key.Kind.UP;
          case 'B' -> Key.Kind.DOWN;
          case 'C' -> Key.Kind.RIGHT;
          case 'D' -> Key.Kind.LEFT;
          case 'H' -> Key.Kind.HOME;
          case 'F' -> Key.Kind.END;
          case 'Z' -> Key.Kind.SHIFT_TAB;
          case 'M' -> Key.Kind.ENTER;
          default -> Key.Kind.OTHER;
        });
  }

  private static Key numbered(String parameters) {
    int end = parameters.indexOf(';');
    return Key.of(
        switch (end < 0 ? parameters : parameters.substring(0, end)) {
          case "1", "7" -> Key.Kind.HOME;
          case "3" -> Key.Kind.DELETE;
          case "4", "8" -> Key.Kind.END;
          case "5" -> Key.Kind.PAGE_UP;
          case "6" -> Key.Kind.PAGE_DOWN;
          default -> Key.Kind.OTHER;
        });
  }
}
