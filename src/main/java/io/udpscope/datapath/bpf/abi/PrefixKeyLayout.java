package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_prefix_key}: key of an IPv6 prefix; the address is in network byte order.
 *
 * <pre>
 *   0        4            5             6          8         24
 *   | length | generation | destination | reserved | address |
 * </pre>
 */
public final class PrefixKeyLayout {
  public static final int SIZE = 24;
  public static final int LENGTH = 0;
  public static final int GENERATION = 4;
  public static final int DESTINATION = 5;
  public static final int RESERVED = 6;
  public static final int ADDRESS = 8;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_prefix_key",
          SIZE,
          List.of(
              field("length", LENGTH, 4),
              field("generation", GENERATION, 1),
              field("destination", DESTINATION, 1),
              field("reserved", RESERVED, 2),
              field("address", ADDRESS, 16)));

  private PrefixKeyLayout() {}
}
