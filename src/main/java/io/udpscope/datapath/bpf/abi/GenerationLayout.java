package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_generation}: one whole set of rules, compiled.
 *
 * <pre>
 *   0        4            8            12                16                      20
 *   | number | dimensions | rule_count | interface_count | default_interface_row | ipv6_roots |
 *   24           152     4248   1118360     1380504        1511576
 *   | interfaces | rules | rows | port_rows | source_roots | destination_roots |
 *   1642648         3739800        3903640
 *   | prefix_blocks | prefix_nodes |
 * </pre>
 */
public final class GenerationLayout {
  public static final int SIZE = 3903640;
  public static final int NUMBER = 0;
  public static final int DIMENSIONS = 4;
  public static final int RULE_COUNT = 8;
  public static final int INTERFACE_COUNT = 12;
  public static final int DEFAULT_INTERFACE_ROW = 16;
  public static final int IPV6_ROOTS = 20;
  public static final int INTERFACES = 24;
  public static final int RULES = 152;
  public static final int ROWS = 4248;
  public static final int PORT_ROWS = 1118360;
  public static final int SOURCE_ROOTS = 1380504;
  public static final int DESTINATION_ROOTS = 1511576;
  public static final int PREFIX_BLOCKS = 1642648;
  public static final int PREFIX_NODES = 3739800;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_generation",
          SIZE,
          List.of(
              field("number", NUMBER, 4),
              field("dimensions", DIMENSIONS, 4),
              field("rule_count", RULE_COUNT, 4),
              field("interface_count", INTERFACE_COUNT, 4),
              field("default_interface_row", DEFAULT_INTERFACE_ROW, 4),
              field("ipv6_roots", IPV6_ROOTS, 4),
              field("interfaces", INTERFACES, 128),
              field("rules", RULES, 4096),
              field("rows", ROWS, 1114112),
              field("port_rows", PORT_ROWS, 262144),
              field("source_roots", SOURCE_ROOTS, 131072),
              field("destination_roots", DESTINATION_ROOTS, 131072),
              field("prefix_blocks", PREFIX_BLOCKS, 2097152),
              field("prefix_nodes", PREFIX_NODES, 163840)));

  private GenerationLayout() {}
}
