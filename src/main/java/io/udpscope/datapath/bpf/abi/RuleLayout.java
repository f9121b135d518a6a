package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_rule}: what a rule does, at its position in the order.
 *
 * <pre>
 *   0         2        3      4
 *   | slot    | action | taps |
 * </pre>
 */
public final class RuleLayout {
  public static final int SIZE = 4;
  public static final int SLOT = 0;
  public static final int ACTION = 2;
  public static final int TAPS = 3;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_rule",
          SIZE,
          List.of(field("slot", SLOT, 2), field("action", ACTION, 1), field("taps", TAPS, 1)));

  private RuleLayout() {}
}
