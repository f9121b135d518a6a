package io.udpscope.app;

/**
 * What the operator looks for among the packets.
 *
 * @param filter the display filter in force, in pcap-filter syntax; empty if all packets are shown
 * @param series the filter that the places in {@link PacketsView} are of, see {@link PacketPage}
 * @param sought what {@code ^F} looked for last, as it was typed
 */
public record Finding(String filter, long series, String sought) {
  static final Finding NOTHING = new Finding("", 0, "");

  Finding filtered(String by, long inSeries) {
    return new Finding(by, inSeries, sought);
  }
}
