package io.udpscope.decode;

/**
 * What a payload says, in a line. Its text comes off the wire but is safe to print: whatever could
 * be taken for a control sequence, or would hide or reorder text, has become a dot.
 *
 * @param protocol lower case, a word: {@code dns}
 * @param text without the protocol: {@code query A example.org}
 */
public record Summary(String protocol, String text) {
  public Summary {
    text = printable(text);
  }

  /** The text, with a dot for each character that is not plainly visible. */
  static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e) {
        return printableFrom(text, i);
      }
    }
    return text;
  }

  private static String printableFrom(String text, int start) {
    StringBuilder result = new StringBuilder(text.length()).append(text, 0, start);
    for (int i = start; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      result.appendCodePoint(isVisible(codePoint) ? codePoint : '.');
    }
    return result.toString();
  }

  /** Unicode's format characters are what turns the direction of text and what has no width. */
  private static boolean isVisible(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint >= 0x20 && codePoint != 0x7f;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> true;
    };
  }
}
