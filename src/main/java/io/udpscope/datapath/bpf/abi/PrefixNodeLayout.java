package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_prefix_node}: where a block of the IPv6 tree stands. Words of an address
 * are in host byte order.
 *
 * <pre>
 *   0             16          32    34     35         40
 *   | prefix high, low | mask high, low | row | byte | reserved |
 * </pre>
 */
public final class PrefixNodeLayout {
  public static final int SIZE = 40;
  public static final int PREFIX = 0;
  public static final int MASK = 16;
  public static final int ROW = 32;
  public static final int BYTE = 34;
  public static final int RESERVED = 35;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_prefix_node",
          SIZE,
          List.of(
              field("prefix", PREFIX, 16),
              field("mask", MASK, 16),
              field("row", ROW, 2),
              field("byte", BYTE, 1),
              field("reserved", RESERVED, 5)));

  private PrefixNodeLayout() {}
}
