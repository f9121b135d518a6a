package io.udpscope.app;

/**
 * What the operator looks for among the packets.
 *
 * @param filter the display filter in force, in pcap-filter syntax; empty if all packets are shown
 * @param sought what {@code ^F} looked for last, as it was typed
 */
public record Finding(String filter, String sought) {
  static final Finding NOTHING = new Finding("", "");
}
