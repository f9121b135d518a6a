package io.udpscope.app;

/** A part of the screen, in cells. */
public record Rect(int left, int top, int width, int height) {
  static final Rect NONE = new Rect(0, 0, 0, 0);

  /** The part of it that lies above a row. */
  Rect above(int row) {
    return new Rect(left, top, width, Math.max(0, Math.min(height, row - top)));
  }

  public boolean isEmpty() {
    return width <= 0 || height <= 0;
  }
}
