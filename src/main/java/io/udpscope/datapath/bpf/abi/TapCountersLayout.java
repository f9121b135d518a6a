package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_tap_counters}: counters of one tap on one CPU.
 *
 * <pre>
 *   0          8      16    24         32
 *   | reserved | lost | gap | left_out |
 * </pre>
 */
public final class TapCountersLayout {
  public static final int SIZE = 32;
  public static final int RESERVED = 0;
  public static final int LOST = 8;
  public static final int GAP = 16;
  public static final int LEFT_OUT = 24;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_tap_counters",
          SIZE,
          List.of(
              field("reserved", RESERVED, 8),
              field("lost", LOST, 8),
              field("gap", GAP, 8),
              field("left_out", LEFT_OUT, 8)));

  private TapCountersLayout() {}
}
