package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import io.udpscope.model.Failure;
import java.util.List;

/**
 * {@code struct udpscope_rule_counters}: counters of one rule on one CPU.
 *
 * <pre>
 *   0         8       16       24        32          40        48        56           64       72       200
 *   | packets | bytes | passed | dropped | forwarded | relayed | replied | translated | copied | failed |
 * </pre>
 */
public final class RuleCountersLayout {
  public static final int SIZE = 200;
  public static final int PACKETS = 0;
  public static final int BYTES = 8;
  public static final int PASSED = 16;
  public static final int DROPPED = 24;
  public static final int FORWARDED = 32;
  public static final int RELAYED = 40;
  public static final int REPLIED = 48;
  public static final int TRANSLATED = 56;
  public static final int COPIED = 64;
  public static final int FAILED = 72;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_rule_counters",
          SIZE,
          List.of(
              field("packets", PACKETS, 8),
              field("bytes", BYTES, 8),
              field("passed", PASSED, 8),
              field("dropped", DROPPED, 8),
              field("forwarded", FORWARDED, 8),
              field("relayed", RELAYED, 8),
              field("replied", REPLIED, 8),
              field("translated", TRANSLATED, 8),
              field("copied", COPIED, 8),
              field("failed", FAILED, Limits.FAILURES * Long.BYTES)));

  /** Where the counter of a failure stands. */
  public static int failed(Failure failure) {
    return FAILED + failure.ordinal() * Long.BYTES;
  }

  private RuleCountersLayout() {}
}
