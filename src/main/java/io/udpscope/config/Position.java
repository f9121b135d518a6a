package io.udpscope.config;

/** Where something stands in a text; both count from 1. */
record Position(int line, int column) {
  static final Position START = new Position(1, 1);

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
