package io.udpscope.app.page;

/**
 * Some bytes of a frame.
 *
 * @param from the first, counted from 0
 */
public record ByteRange(int from, int length) {
  /** One more than the last. */
  public int end() {
    return from + length;
  }
}
