package io.udpscope.app;

/**
 * A key as it was pressed.
 *
 * @param character of a {@link Kind#CHARACTER}, or the letter of a {@link Kind#CONTROL}; else 0
 */
public record Key(Kind kind, char character) {
  public enum Kind {
    CHARACTER,
    /** With Ctrl held. */
    CONTROL,
    ENTER,
    TAB,
    SHIFT_TAB,
    ESCAPE,
    BACKSPACE,
    DELETE,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    /** A key that means nothing here. */
    OTHER
  }

  public static Key of(char character) {
    return new Key(Kind.CHARACTER, character);
  }

  public static Key control(char letter) {
    return new Key(Kind.CONTROL, letter);
  }

  public static Key of(Kind kind) {
    return new Key(kind, (char) 0);
  }

  boolean isDigit() {
    return kind == Kind.CHARACTER && character >= '0' && character <= '9';
  }
}
