package io.udpscope.app.page;

/** What the packets pane wants to stand on, wherever that is. */
public sealed interface Sought {
  /** A row of the store. */
  record Row(long row) implements Sought {}

  /** The packet that the screen numbers so, or the next one that is there. */
  record Number(long number) implements Sought {}
}
