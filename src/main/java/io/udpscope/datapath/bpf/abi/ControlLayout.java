package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_control}: which generation is in force, how long the next hops are good
 * and the relay is alive, what each tap wants, how the program sits on each interface.
 *
 * <pre>
 *   0            4           8                    16                    24              28         64
 *   | generation | relay_tap | hops_good_until_ns | relay_good_until_ns | sampling_taps | reserved |
 *   64                        1088                                 1216
 *   | udpscope_tap × MAX_TAPS | udpscope_attached × MAX_INTERFACES |
 * </pre>
 */
public final class ControlLayout {
  public static final int SIZE =
      64 + Limits.MAX_TAPS * TapLayout.SIZE + Limits.MAX_INTERFACES * AttachedLayout.SIZE;
  public static final int GENERATION = 0;
  public static final int RELAY_TAP = 4;
  public static final int HOPS_GOOD_UNTIL_NS = 8;
  public static final int RELAY_GOOD_UNTIL_NS = 16;
  public static final int SAMPLING_TAPS = 24;
  public static final int RESERVED = 28;
  public static final int TAPS = 64;
  public static final int ATTACHED = TAPS + Limits.MAX_TAPS * TapLayout.SIZE;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_control",
          SIZE,
          List.of(
              field("generation", GENERATION, 4),
              field("relay_tap", RELAY_TAP, 4),
              field("hops_good_until_ns", HOPS_GOOD_UNTIL_NS, 8),
              field("relay_good_until_ns", RELAY_GOOD_UNTIL_NS, 8),
              field("sampling_taps", SAMPLING_TAPS, 4),
              field("reserved", RESERVED, 36),
              field("taps", TAPS, Limits.MAX_TAPS * TapLayout.SIZE),
              field("attached", ATTACHED, Limits.MAX_INTERFACES * AttachedLayout.SIZE)));

  /** Where the entry of a tap begins. */
  public static int tap(int index) {
    return TAPS + index * TapLayout.SIZE;
  }

  /** Where an interface's entry begins. */
  public static int attached(int index) {
    return ATTACHED + index * AttachedLayout.SIZE;
  }

  private ControlLayout() {}
}
