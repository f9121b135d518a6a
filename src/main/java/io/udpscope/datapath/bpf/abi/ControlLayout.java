package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_control}: which generation is in force, and what each tap wants.
 *
 * <pre>
 *   0            4          64                       1088
 *   | generation | reserved | udpscope_tap × MAX_TAPS |
 * </pre>
 */
public final class ControlLayout {
  public static final int SIZE = 64 + Limits.MAX_TAPS * TapLayout.SIZE;
  public static final int GENERATION = 0;
  public static final int RESERVED = 4;
  public static final int TAPS = 64;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_control",
          SIZE,
          List.of(
              field("generation", GENERATION, 4),
              field("reserved", RESERVED, 60),
              field("taps", TAPS, Limits.MAX_TAPS * TapLayout.SIZE)));

  /** Where the entry of a tap begins. */
  public static int tap(int index) {
    return TAPS + index * TapLayout.SIZE;
  }

  private ControlLayout() {}
}
