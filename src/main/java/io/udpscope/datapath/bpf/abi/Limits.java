package io.udpscope.datapath.bpf.abi;

import io.udpscope.model.Failure;
import io.udpscope.model.Forward;
import io.udpscope.model.Rule;

/** {@code enum udpscope_limit}: how much fits. */
public final class Limits {
  public static final int MAX_RULES = Rule.MAX_RULES;
  public static final int RULE_WORDS = MAX_RULES / 64;
  public static final int GENERATIONS = 4;
  public static final int MAX_INTERFACES = 16;
  public static final int MAX_TAPS = 8;
  public static final int RULE_SLOTS = 4096;
  public static final int ROWS = 8192;
  public static final int PREFIX_BLOCKS = 4096;
  public static final int TARGETS = 4096;
  public static final int TARGETS_OF_A_FORWARD = Forward.MAX_TARGETS;
  public static final int TARGET_SLOTS = 8192;
  public static final int BALANCES = 256;
  public static final int BALANCE_SIZE = 4093;
  public static final int BALANCE_ROOM = 4096;
  public static final int NEXT_HOPS = 16384;
  public static final int LINK_HEADER = 22;
  public static final int FAILURES = Failure.values().length;
  public static final int HOPS_KEPT_SECONDS = 60;
  public static final int RULES_TEXT = (1 << 20) - 8;
  public static final int RELAY_SOCKETS = 65536;

  /** {@code UDPSCOPE_PREFIX_IS_BLOCK}: this bit of a prefix entry tells a block from a row. */
  public static final int PREFIX_IS_BLOCK = 0x8000;

  private Limits() {}
}
