package io.udpscope.model;

/**
 * Text that reaches a terminal as text alone: no control characters (those of C1 among them: U+009B
 * begins a control sequence), nothing that turns the direction of what follows, one line.
 */
public final class PlainText {
  private static final char VEILED = '?';

  private PlainText() {}

  /** The text, with a question mark for each character that is none of plain text. */
  public static String of(String text) {
    if (text.codePoints().allMatch(PlainText::isPlain)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints().map(point -> isPlain(point) ? point : VEILED).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  public static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
