package io.udpscope.app.key;

/**
 * A key as it was pressed.
 *
 * @param character of a {@link Kind#CHARACTER}, or the letter of a {@link Kind#CONTROL}; else 0
 */
public record Key(Kind kind, char character) {
  public enum Kind {
    CHARACTER(""),
    /** With Ctrl held. */
    CONTROL(""),
    ENTER("Enter"),
    TAB("Tab"),
    SHIFT_TAB("Shift-Tab"),
    ESCAPE("Esc"),
    BACKSPACE("Backspace"),
    DELETE("Delete"),
    UP("Up"),
    DOWN("Down"),
    LEFT("Left"),
    RIGHT("Right"),
    PAGE_UP("PgUp"),
    PAGE_DOWN("PgDn"),
    HOME("Home"),
    END("End"),
    /** A key that means nothing here. */
    OTHER("");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
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

  /**
   * A key as people write it: {@code d}, {@code Space}, {@code ^F}, {@code PgDn}.
   *
   * @throws IllegalArgumentException if no key is called so
   */
  public static Key parse(String text) {
    for (Kind kind : Kind.values()) {
      if (!kind.text.isEmpty() && kind.text.equalsIgnoreCase(text)) {
        return of(kind);
      }
    }
    if (text.equalsIgnoreCase("Space")) {
      return of(' ');
    }
    if (text.length() == 2 && text.charAt(0) == '^') {
      return control(checkControl(Character.toUpperCase(text.charAt(1))));
    }
    if (text.length() == 1 && text.charAt(0) > ' ' && text.charAt(0) != 0x7f) {
      return of(text.charAt(0));
    }
    throw new IllegalArgumentException(
        "no key is called so; a letter, ^F, Space, Tab, Enter, PgDn or Home are keys");
  }

  /** Terminals send the same for these as for keys of their own (ASCII: BS, HT, LF, CR, ESC). */
  private static char checkControl(char letter) {
    if ("HIJM[".indexOf(letter) >= 0) {
      throw new IllegalArgumentException("to a terminal that is another key's");
    }
    if (letter < '@' || letter > '_') {
      throw new IllegalArgumentException("Ctrl goes with a letter");
    }
    return letter;
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return switch (kind) {
      case CHARACTER -> character == ' ' ? "Space" : String.valueOf(character);
      case CONTROL -> "^" + character;
      default -> kind.text;
    };
  }

  /** One that moves, enters or erases wherever text is typed or lists are gone through. */
  boolean isOfTypists() {
    return switch (kind) {
      case CONTROL -> false;
      case CHARACTER -> character == ' ' || "hjklgGnN".indexOf(character) >= 0 || isDigit();
      default -> true;
    };
  }

  public boolean isDigit() {
    return kind == Kind.CHARACTER && character >= '0' && character <= '9';
  }
}
