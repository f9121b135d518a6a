package io.udpscope.app.page;

/** Which of the rows that are shown the packets pane wants to have. */
public sealed interface PacketWindow {
  /** As the end of a window: all there are. */
  long NO_END = Long.MAX_VALUE;

  int height();

  /** The newest ones. */
  record Latest(int height) implements PacketWindow {}

  /**
   * Those from place {@code top} on.
   *
   * @param series which filter the place is of, see {@link PacketPage}
   * @param end a row of the store: neither it nor what came later
   */
  record From(long series, long top, int height, long end) implements PacketWindow {}

  /**
   * Those on both sides of what is sought, or of where it would stand if it were shown.
   *
   * @param end as in {@link From}
   */
  record Around(Sought what, int height, long end) implements PacketWindow {}
}
