package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_target_counters}: what left for one target on one CPU.
 *
 * <pre>
 *   0         8       16
 *   | packets | bytes |
 * </pre>
 */
public final class TargetCountersLayout {
  public static final int SIZE = 16;
  public static final int PACKETS = 0;
  public static final int BYTES = 8;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_target_counters",
          SIZE,
          List.of(field("packets", PACKETS, 8), field("bytes", BYTES, 8)));

  private TargetCountersLayout() {}
}
