package io.udpscope.app;

/** Which rows of the store the packets pane wants to show. */
public sealed interface PacketWindow {
  int height();

  /** The newest ones. */
  record Latest(int height) implements PacketWindow {}

  /** Those from row {@code top} on. */
  record From(long top, int height) implements PacketWindow {}
}
