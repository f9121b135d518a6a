package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_next_hops}: the one entry of the map {@code next_hops}.
 *
 * <pre>
 *   0                              32768                          1015808
 *   | of_target: int × TARGET_SLOTS | udpscope_next_hop × NEXT_HOPS |
 * </pre>
 */
public final class NextHopsLayout {
  public static final int SIZE =
      Limits.TARGET_SLOTS * Integer.BYTES + Limits.NEXT_HOPS * NextHopLayout.SIZE;
  public static final int OF_TARGET = 0;
  public static final int HOPS = Limits.TARGET_SLOTS * Integer.BYTES;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_next_hops",
          SIZE,
          List.of(
              field("of_target", OF_TARGET, Limits.TARGET_SLOTS * Integer.BYTES),
              field("hops", HOPS, Limits.NEXT_HOPS * NextHopLayout.SIZE)));

  /** Where the number of the hop stands that leads to a target. */
  public static int ofTarget(int slot) {
    return OF_TARGET + slot * Integer.BYTES;
  }

  /** Where a hop begins. */
  public static int hop(int index) {
    return HOPS + index * NextHopLayout.SIZE;
  }

  private NextHopsLayout() {}
}
