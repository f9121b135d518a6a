package io.udpscope.app;

/** A part of the screen, in cells. */
public record Rect(int left, int top, int width, int height) {
  static final Rect NONE = new Rect(0, 0, 0, 0);

  public boolean isEmpty() {
    return width <= 0 || height <= 0;
  }
}
