package io.udpscope.app.form;

import java.util.List;

/** A line of a form. Immutable. */
public sealed interface Field {
  String label();

  /** What it says now. */
  String value();

  /** Characters of what stands in its line behind the label. */
  int length();

  /**
   * Free text.
   *
   * @param cursor characters of the text in front of it
   * @param hint what may be typed, shown while there is nothing
   */
  record Text(String label, String value, int cursor, String hint) implements Field {
    private static final int MAX_LENGTH = 200;

    public static Text of(String label, String value, String hint) {
      return new Text(label, value, value.length(), hint);
    }

    @Override
    public int length() {
      return value.length();
    }

    public Text type(char character) {
      if (value.length() >= MAX_LENGTH) {
        return this;
      }
      String longer = value.substring(0, cursor) + character + value.substring(cursor);
      return new Text(label, longer, cursor + 1, hint);
    }

    /** Takes away the character in front of the cursor. */
    public Text erase() {
      return cursor == 0 ? this : new Text(label, without(cursor - 1), cursor - 1, hint);
    }

    /** Takes away the character under the cursor. */
    public Text delete() {
      return cursor == value.length() ? this : new Text(label, without(cursor), cursor, hint);
    }

    private String without(int at) {
      return value.substring(0, at) + value.substring(at + 1);
    }

    /** Takes away all that is in front of the cursor. */
    public Text clear() {
      return new Text(label, value.substring(cursor), 0, hint);
    }

    /** Takes away the word in front of the cursor, and the blanks behind it. */
    public Text eraseWord() {
      int start = cursor;
      while (start > 0 && value.charAt(start - 1) == ' ') {
        start--;
      }
      while (start > 0 && value.charAt(start - 1) != ' ') {
        start--;
      }
      return new Text(label, value.substring(0, start) + value.substring(cursor), start, hint);
    }

    Text withHint(String changed) {
      return new Text(label, value, cursor, changed);
    }

    public Text moveTo(int place) {
      return new Text(label, value, Math.max(0, Math.min(value.length(), place)), hint);
    }
  }

  /**
   * One of a few words.
   *
   * @param meanings of the words, in their order; none: they speak for themselves
   */
  record Choice(String label, List<String> words, int chosen, List<String> meanings)
      implements Field {
    public Choice {
      words = List.copyOf(words);
      meanings = List.copyOf(meanings);
    }

    /** With the word that is chosen at first, or the first one if it is not among them. */
    static Choice of(String label, List<String> words, String chosen) {
      return new Choice(label, words, Math.max(0, words.indexOf(chosen)), List.of());
    }

    Choice meaning(List<String> explained) {
      return new Choice(label, words, chosen, explained);
    }

    /** What the chosen word means; empty if that needs no saying. */
    public String meaning() {
      return meanings.isEmpty() ? "" : meanings.get(chosen);
    }

    @Override
    public String value() {
      return words.get(chosen);
    }

    /** Every word, in brackets or as much room. */
    @Override
    public int length() {
      return words.stream().mapToInt(word -> word.length() + 2).sum();
    }

    Choice turn(int by) {
      return new Choice(label, words, Math.floorMod(chosen + by, words.size()), meanings);
    }

    /** The next word that begins with this letter, or the same one if none does. */
    Choice startingWith(char letter) {
      for (int i = 1; i <= words.size(); i++) {
        int at = (chosen + i) % words.size();
        if (words.get(at).charAt(0) == letter) {
          return new Choice(label, words, at, meanings);
        }
      }
      return this;
    }
  }
}
