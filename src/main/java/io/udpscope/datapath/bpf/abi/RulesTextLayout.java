package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_rules_text}: the rules in force as people write them, in UTF-8.
 *
 * <pre>
 *   0        4        8
 *   | number | length | text … |
 * </pre>
 */
public final class RulesTextLayout {
  public static final int SIZE = 8 + Limits.RULES_TEXT;
  public static final int NUMBER = 0;
  public static final int LENGTH = 4;
  public static final int TEXT = 8;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_rules_text",
          SIZE,
          List.of(
              field("number", NUMBER, 4),
              field("length", LENGTH, 4),
              field("text", TEXT, Limits.RULES_TEXT)));

  private RulesTextLayout() {}
}
