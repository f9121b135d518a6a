package io.udpscope.config;

import java.io.Reader;

/**
 * A text in pieces, none of which ends between the two halves of a character. SnakeYAML Engine
 * 3.0.1 writes beyond its buffer where a full one does (StreamReader).
 */
final class WholeCharacters extends Reader {
  private final String text;
  private int next;

  WholeCharacters(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    if (next == text.length()) {
      return -1;
    }
    int end = Math.min(text.length(), next + length);
    if (end - next > 1 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    int count = end - next;
    text.getChars(next, end, buffer, offset);
    next = end;
    return count;
  }

  @Override
  public void close() {}
}
