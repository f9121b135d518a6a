package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_rule}: what a rule does, at its position in the order.
 *
 * <pre>
 *   0      2        3      4            6         8
 *   | slot | action | taps | port_shift | forward |
 * </pre>
 */
public final class RuleLayout {
  public static final int SIZE = 8;
  public static final int SLOT = 0;
  public static final int ACTION = 2;
  public static final int TAPS = 3;
  public static final int PORT_SHIFT = 4;
  public static final int FORWARD = 6;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_rule",
          SIZE,
          List.of(
              field("slot", SLOT, 2),
              field("action", ACTION, 1),
              field("taps", TAPS, 1),
              field("port_shift", PORT_SHIFT, 2),
              field("forward", FORWARD, 2)));

  private RuleLayout() {}
}
