package io.udpscope.app.find;

import io.udpscope.app.page.ByteRange;
import io.udpscope.app.page.PacketPage;
import java.util.Optional;

/**
 * What the operator looks for among the packets.
 *
 * @param filter the display filter in force, in pcap-filter syntax; empty if all packets are shown
 * @param series the filter that places are of, see {@link PacketPage}
 * @param sought what {@code ^F} looked for last, as it was typed
 * @param forward the newest search goes to newer packets
 * @param ticket the number of the newest search
 * @param hit what was found last
 */
public record Finding(
    String filter, long series, String sought, boolean forward, long ticket, Optional<Hit> hit) {
  public static final Finding NOTHING = new Finding("", 0, "", true, 0, Optional.empty());

  /**
   * @param row of the store
   * @param bytes of the frame in it
   */
  public record Hit(long row, ByteRange bytes) {}

  public Finding filtered(String by, long inSeries) {
    return new Finding(by, inSeries, sought, forward, ticket, hit);
  }

  public Finding searching(String what, boolean toNewer) {
    return new Finding(filter, series, what, toNewer, ticket + 1, Optional.empty());
  }

  public Finding found(Hit what) {
    return new Finding(filter, series, sought, forward, ticket, Optional.of(what));
  }
}
