package io.udpscope.app.layout;

/** A part of the screen, in cells. */
public record Rect(int left, int top, int width, int height) {
  static final Rect NONE = new Rect(0, 0, 0, 0);

  /** The part of it that lies above a row; nothing if that would be a title alone. */
  Rect above(int row) {
    int rest = Math.min(height, row - top);
    return new Rect(left, top, width, rest < 2 ? 0 : rest);
  }

  public boolean isEmpty() {
    return width <= 0 || height <= 0;
  }
}
