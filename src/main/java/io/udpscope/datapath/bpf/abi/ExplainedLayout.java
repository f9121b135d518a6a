package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_explained}: what a twin that explains made of its last packet. Addresses
 * as on the wire, IPv4 in the first four bytes.
 *
 * <pre>
 *   0        16            32        36           40         44            46
 *   | source | destination | outcome | generation | position | source_port | destination_port |
 *   48          50            52        53        54     55         56
 *   | rule_slot | target_slot | verdict | failure | ipv6 | reserved |
 * </pre>
 */
public final class ExplainedLayout {
  public static final int SIZE = 56;
  public static final int SOURCE = 0;
  public static final int DESTINATION = 16;
  public static final int OUTCOME = 32;
  public static final int GENERATION = 36;
  public static final int POSITION = 40;
  public static final int SOURCE_PORT = 44;
  public static final int DESTINATION_PORT = 46;
  public static final int RULE_SLOT = 48;
  public static final int TARGET_SLOT = 50;
  public static final int VERDICT = 52;
  public static final int FAILURE = 53;
  public static final int IPV6 = 54;
  public static final int RESERVED = 55;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_explained",
          SIZE,
          List.of(
              field("source", SOURCE, 16),
              field("destination", DESTINATION, 16),
              field("outcome", OUTCOME, 4),
              field("generation", GENERATION, 4),
              field("position", POSITION, 4),
              field("source_port", SOURCE_PORT, 2),
              field("destination_port", DESTINATION_PORT, 2),
              field("rule_slot", RULE_SLOT, 2),
              field("target_slot", TARGET_SLOT, 2),
              field("verdict", VERDICT, 1),
              field("failure", FAILURE, 1),
              field("ipv6", IPV6, 1),
              field("reserved", RESERVED, 1)));

  private ExplainedLayout() {}
}
