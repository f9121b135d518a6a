package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_tuple}: the key of a session. Addresses as on the wire, IPv4 mapped into
 * IPv6; ports in host byte order.
 *
 * <pre>
 *   0        16            32            34                 36            38         40
 *   | source | destination | source_port | destination_port | target_slot | reserved |
 * </pre>
 */
public final class TupleLayout {
  public static final int SIZE = 40;
  public static final int SOURCE = 0;
  public static final int DESTINATION = 16;
  public static final int SOURCE_PORT = 32;
  public static final int DESTINATION_PORT = 34;
  public static final int TARGET_SLOT = 36;
  public static final int RESERVED = 38;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_tuple",
          SIZE,
          List.of(
              field("source", SOURCE, 16),
              field("destination", DESTINATION, 16),
              field("source_port", SOURCE_PORT, 2),
              field("destination_port", DESTINATION_PORT, 2),
              field("target_slot", TARGET_SLOT, 2),
              field("reserved", RESERVED, 2)));

  private TupleLayout() {}
}
