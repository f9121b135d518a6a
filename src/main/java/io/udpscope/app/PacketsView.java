package io.udpscope.app;

/** How the packets pane looks at the store. */
public sealed interface PacketsView {
  /** The newest packet is at the bottom, and is the chosen one. */
  record Following() implements PacketsView {}

  /** Row {@code cursor} is chosen and stays where it is, whatever arrives. */
  record Parked(long top, long cursor) implements PacketsView {}

  /**
   * Nothing of what came later is shown.
   *
   * @param page as it was, or what was scrolled to since
   * @param packetsThen how many had come in when it froze
   * @param endRow one more than the last row of then
   */
  record Frozen(PacketPage page, long packetsThen, long endRow, long top, long cursor)
      implements PacketsView {}
}
