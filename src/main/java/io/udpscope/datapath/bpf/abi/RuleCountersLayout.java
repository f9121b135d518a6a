package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_rule_counters}: counters of one rule on one CPU.
 *
 * <pre>
 *   0         8       16       24        32
 *   | packets | bytes | passed | dropped |
 * </pre>
 */
public final class RuleCountersLayout {
  public static final int SIZE = 32;
  public static final int PACKETS = 0;
  public static final int BYTES = 8;
  public static final int PASSED = 16;
  public static final int DROPPED = 24;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_rule_counters",
          SIZE,
          List.of(
              field("packets", PACKETS, 8),
              field("bytes", BYTES, 8),
              field("passed", PASSED, 8),
              field("dropped", DROPPED, 8)));

  private RuleCountersLayout() {}
}
