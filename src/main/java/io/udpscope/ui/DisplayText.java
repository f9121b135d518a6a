package io.udpscope.ui;

import com.googlecode.lanterna.TerminalTextUtils;

/**
 * The one way for text to reach a cell. Whatever it says and wherever it comes from, what is left
 * cannot steer a terminal, hide, or turn the direction of what stands beside it, and each of its
 * characters takes one or two columns, of which {@link #columns} is sure.
 */
final class DisplayText {
  /** What stands for a character that is not shown. */
  private static final char VEILED = '·';

  private static final char VEILED_ASCII = '.';

  /** Our own signs and what they are without UTF-8. */
  private static final String SIGNS = "→▸▾·●○─│…▲▼✓▁▂▃▄▅▆▇█";

  private static final String[] ASCII = {
    "->", ">", "v", "-", "*", "o", "-", "|", "~", "^", "v", "ok", "_", ".", ",", "-", "=", "+", "*",
    "#"
  };

  private DisplayText() {}

  /** The text as it may be shown; the same object where nothing had to be changed. */
  static String of(String text, boolean ascii) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return changed(text, i, ascii);
      }
    }
    return text;
  }

  private static String changed(String text, int from, boolean ascii) {
    StringBuilder shown = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (ascii) {
        appendAscii(shown, codePoint);
      } else {
        shown.append(isShown(codePoint) ? (char) codePoint : VEILED);
      }
    }
    return shown.toString();
  }

  private static void appendAscii(StringBuilder shown, int codePoint) {
    int sign = SIGNS.indexOf(codePoint);
    if (sign >= 0) {
      shown.append(ASCII[sign]);
    } else {
      shown.append(codePoint >= 0x20 && codePoint <= 0x7e ? (char) codePoint : VEILED_ASCII);
    }
  }

  /**
   * Letters, digits, punctuation and symbols of the first plane that stand by themselves, run from
   * left to right, and whose width is beyond dispute.
   */
  private static boolean isShown(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint >= 0x20;
    }
    if (codePoint > 0xffff || !isVisibleType(Character.getType(codePoint))) {
      return false;
    }
    byte direction = Character.getDirectionality(codePoint);
    if (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC) {
      return false;
    }
    return isWide(codePoint) == TerminalTextUtils.isCharDoubleWidth((char) codePoint)
        && !TerminalTextUtils.isCharThai((char) codePoint);
  }

  private static boolean isVisibleType(int type) {
    return switch (type) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      default -> true;
    };
  }

  /**
   * East Asian Wide and Fullwidth of Unicode's EastAsianWidth.txt, and the symbols that terminals
   * draw as pictures two columns wide; in ranges, first and last.
   */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3,
    0x25fd, 0x25fe, 0x2614, 0x2615, 0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1,
    0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5, 0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea,
    0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd, 0x2705, 0x2705, 0x270a, 0x270b,
    0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
    0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e,
    0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff,
    0xfe10, 0xfe19, 0xfe30, 0xfe6f, 0xff01, 0xff60, 0xffe0, 0xffe6
  };

  private static boolean isWide(int codePoint) {
    if (codePoint < WIDE[0]) {
      return false;
    }
    for (int i = 0; i < WIDE.length && codePoint >= WIDE[i]; i += 2) {
      if (codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** Columns of a character that {@link #of} has let pass. */
  static int columns(char shown) {
    return isWide(shown) ? 2 : 1;
  }

  /** Columns of text that {@link #of} has let pass. */
  static int columns(String shown) {
    int columns = 0;
    for (int i = 0; i < shown.length(); i++) {
      columns += columns(shown.charAt(i));
    }
    return columns;
  }
}
