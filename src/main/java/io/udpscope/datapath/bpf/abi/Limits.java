package io.udpscope.datapath.bpf.abi;

import io.udpscope.model.Rule;

/** {@code enum udpscope_limit}: how much fits. */
public final class Limits {
  public static final int MAX_RULES = Rule.MAX_RULES;
  public static final int RULE_WORDS = MAX_RULES / 64;
  public static final int GENERATIONS = 3;
  public static final int MAX_INTERFACES = 16;
  public static final int MAX_TAPS = 8;
  public static final int RULE_SLOTS = 4096;
  public static final int ROWS = 8192;
  public static final int PREFIX_BLOCKS = 4096;

  /** {@code UDPSCOPE_PREFIX_IS_BLOCK}: this bit of a prefix entry tells a block from a row. */
  public static final int PREFIX_IS_BLOCK = 0x8000;

  private Limits() {}
}
