package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_interface}: the row of one interface.
 *
 * <pre>
 *   0          4       8
 *   | ifindex  | row   |
 * </pre>
 */
public final class InterfaceLayout {
  public static final int SIZE = 8;
  public static final int IFINDEX = 0;
  public static final int ROW = 4;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_interface", SIZE, List.of(field("ifindex", IFINDEX, 4), field("row", ROW, 4)));

  private InterfaceLayout() {}
}
