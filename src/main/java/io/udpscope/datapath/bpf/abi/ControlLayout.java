package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_control}: which generation is in force.
 *
 * <pre>
 *   0             4          8
 *   | generation  | reserved |
 * </pre>
 */
public final class ControlLayout {
  public static final int SIZE = 8;
  public static final int GENERATION = 0;
  public static final int RESERVED = 4;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_control",
          SIZE,
          List.of(field("generation", GENERATION, 4), field("reserved", RESERVED, 4)));

  private ControlLayout() {}
}
