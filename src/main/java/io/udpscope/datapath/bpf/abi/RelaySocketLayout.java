package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_relay_socket}: where a socket of the relay sends from. The address is as
 * on the wire, IPv4 as IPv4-mapped IPv6; the port is in host byte order.
 *
 * <pre>
 *   0         16     18         20
 *   | address | port | reserved |
 * </pre>
 */
public final class RelaySocketLayout {
  public static final int SIZE = 20;
  public static final int ADDRESS = 0;
  public static final int PORT = 16;
  public static final int RESERVED = 18;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_relay_socket",
          SIZE,
          List.of(
              field("address", ADDRESS, 16),
              field("port", PORT, 2),
              field("reserved", RESERVED, 2)));

  private RelaySocketLayout() {}
}
