package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_target}: one target of a forward. The port is in host byte order, the
 * address as on the wire, IPv4 in its first four bytes.
 *
 * <pre>
 *   0         16     18     20     21         24
 *   | address | port | slot | ipv6 | reserved |
 * </pre>
 */
public final class TargetLayout {
  public static final int SIZE = 24;
  public static final int ADDRESS = 0;
  public static final int PORT = 16;
  public static final int SLOT = 18;
  public static final int IPV6 = 20;
  public static final int RESERVED = 21;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_target",
          SIZE,
          List.of(
              field("address", ADDRESS, 16),
              field("port", PORT, 2),
              field("slot", SLOT, 2),
              field("ipv6", IPV6, 1),
              field("reserved", RESERVED, 3)));

  private TargetLayout() {}
}
