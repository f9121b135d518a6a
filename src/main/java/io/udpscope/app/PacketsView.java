package io.udpscope.app;

import io.udpscope.app.page.PacketPage;
import io.udpscope.app.page.Sought;
import java.util.Optional;

/** How the packets pane looks at the store. Tops and cursors are places, see {@link PacketPage}. */
public sealed interface PacketsView {
  /** The newest packet is at the bottom, and is the chosen one. */
  record Following() implements PacketsView {}

  /** The row at {@code cursor} is chosen and stays where it is, whatever arrives. */
  record Parked(long top, long cursor) implements PacketsView {}

  /**
   * Nothing of what came later is shown.
   *
   * @param page as it was, or what was scrolled to since
   * @param packetsThen how many had come in when it froze
   * @param endRow one more than the last row of the store of then
   */
  record Frozen(PacketPage page, long packetsThen, long endRow, long top, long cursor)
      implements PacketsView {}

  /**
   * On the way to something in the store whose place is not known yet.
   *
   * @param frozen what is looked at is still that of a moment
   */
  record Seeking(Sought what, Optional<Frozen> frozen) implements PacketsView {}
}
