package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_forward}: where a rule sends its packets. Ports are in host byte order,
 * the address as on the wire.
 *
 * <pre>
 *   0              2              4         6              8          9        10        11
 *   | first_target | target_count | balance | balance_size | strategy | source | replies | path |
 *   12                 14                16             20          24               40
 *   | first_reply_port | last_reply_port | idle_seconds | reserved1 | source_address |
 * </pre>
 */
public final class ForwardLayout {
  public static final int SIZE = 40;
  public static final int FIRST_TARGET = 0;
  public static final int TARGET_COUNT = 2;
  public static final int BALANCE = 4;
  public static final int BALANCE_SIZE = 6;
  public static final int STRATEGY = 8;
  public static final int SOURCE = 9;
  public static final int REPLIES = 10;
  public static final int PATH = 11;
  public static final int FIRST_REPLY_PORT = 12;
  public static final int LAST_REPLY_PORT = 14;
  public static final int IDLE_SECONDS = 16;
  public static final int RESERVED1 = 20;
  public static final int SOURCE_ADDRESS = 24;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_forward",
          SIZE,
          List.of(
              field("first_target", FIRST_TARGET, 2),
              field("target_count", TARGET_COUNT, 2),
              field("balance", BALANCE, 2),
              field("balance_size", BALANCE_SIZE, 2),
              field("strategy", STRATEGY, 1),
              field("source", SOURCE, 1),
              field("replies", REPLIES, 1),
              field("path", PATH, 1),
              field("first_reply_port", FIRST_REPLY_PORT, 2),
              field("last_reply_port", LAST_REPLY_PORT, 2),
              field("idle_seconds", IDLE_SECONDS, 4),
              field("reserved1", RESERVED1, 4),
              field("source_address", SOURCE_ADDRESS, 16)));

  private ForwardLayout() {}
}
