package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_session}: one direction of a client's session with a target.
 *
 * <pre>
 *   0         8         16   56        60          62            63          64     88
 *   | last_ns | idle_ns | to | ifindex | rule_slot | link_length | reserved0 | link |
 * </pre>
 */
public final class SessionLayout {
  public static final int SIZE = 88;
  public static final int LAST_NS = 0;
  public static final int IDLE_NS = 8;
  public static final int TO = 16;
  public static final int IFINDEX = 56;
  public static final int RULE_SLOT = 60;
  public static final int LINK_LENGTH = 62;
  public static final int RESERVED0 = 63;
  public static final int LINK = 64;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_session",
          SIZE,
          List.of(
              field("last_ns", LAST_NS, 8),
              field("idle_ns", IDLE_NS, 8),
              field("to", TO, TupleLayout.SIZE),
              field("ifindex", IFINDEX, 4),
              field("rule_slot", RULE_SLOT, 2),
              field("link_length", LINK_LENGTH, 1),
              field("reserved0", RESERVED0, 1),
              field("link", LINK, 24)));

  private SessionLayout() {}
}
