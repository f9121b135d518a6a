package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_generation}: one whole set of rules, compiled.
 *
 * <pre>
 *   0             8          12       16           20           24
 *   | deadline_ns | fallback | number | dimensions | rule_count | interface_count |
 *   28                      32           36        37                 38
 *   | default_interface_row | ipv6_roots | replies | replies_any_port | first_reply_port |
 *   40                42           43             44           172     8368   1122480     1384624
 *   | last_reply_port | reply_taps | has_captures | interfaces | rules | rows | port_rows | source_roots |
 *   1515696             1646768         3743920        3907760    3948720   4047024    5095600    5128368
 *   | destination_roots | prefix_blocks | prefix_nodes | forwards | targets | balances | captures |
 * </pre>
 */
public final class GenerationLayout {
  public static final int SIZE = 5128368;
  public static final int DEADLINE_NS = 0;
  public static final int FALLBACK = 8;
  public static final int NUMBER = 12;
  public static final int DIMENSIONS = 16;
  public static final int RULE_COUNT = 20;
  public static final int INTERFACE_COUNT = 24;
  public static final int DEFAULT_INTERFACE_ROW = 28;
  public static final int IPV6_ROOTS = 32;
  public static final int REPLIES = 36;
  public static final int REPLIES_ANY_PORT = 37;
  public static final int FIRST_REPLY_PORT = 38;
  public static final int LAST_REPLY_PORT = 40;
  public static final int REPLY_TAPS = 42;
  public static final int HAS_CAPTURES = 43;
  public static final int INTERFACES = 44;
  public static final int RULES = 172;
  public static final int ROWS = 8368;
  public static final int PORT_ROWS = 1122480;
  public static final int SOURCE_ROOTS = 1384624;
  public static final int DESTINATION_ROOTS = 1515696;
  public static final int PREFIX_BLOCKS = 1646768;
  public static final int PREFIX_NODES = 3743920;
  public static final int FORWARDS = 3907760;
  public static final int TARGETS = 3948720;
  public static final int BALANCES = 4047024;
  public static final int CAPTURES = 5095600;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_generation",
          SIZE,
          List.of(
              field("deadline_ns", DEADLINE_NS, 8),
              field("fallback", FALLBACK, 4),
              field("number", NUMBER, 4),
              field("dimensions", DIMENSIONS, 4),
              field("rule_count", RULE_COUNT, 4),
              field("interface_count", INTERFACE_COUNT, 4),
              field("default_interface_row", DEFAULT_INTERFACE_ROW, 4),
              field("ipv6_roots", IPV6_ROOTS, 4),
              field("replies", REPLIES, 1),
              field("replies_any_port", REPLIES_ANY_PORT, 1),
              field("first_reply_port", FIRST_REPLY_PORT, 2),
              field("last_reply_port", LAST_REPLY_PORT, 2),
              field("reply_taps", REPLY_TAPS, 1),
              field("has_captures", HAS_CAPTURES, 1),
              field("interfaces", INTERFACES, 128),
              field("rules", RULES, 8192),
              field("rows", ROWS, 1114112),
              field("port_rows", PORT_ROWS, 262144),
              field("source_roots", SOURCE_ROOTS, 131072),
              field("destination_roots", DESTINATION_ROOTS, 131072),
              field("prefix_blocks", PREFIX_BLOCKS, 2097152),
              field("prefix_nodes", PREFIX_NODES, 163840),
              field("forwards", FORWARDS, 40960),
              field("targets", TARGETS, 98304),
              field("balances", BALANCES, 1048576),
              field("captures", CAPTURES, Limits.RULE_SLOTS * CaptureLayout.SIZE)));

  private GenerationLayout() {}
}
