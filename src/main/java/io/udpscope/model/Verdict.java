package io.udpscope.model;

import java.util.Locale;

/**
 * What was done with a captured packet. The ordinal is the value of {@code enum udpscope_verdict}.
 */
public enum Verdict {
  PASSED,
  DROPPED,
  /** Passed, with another destination port. */
  TRANSLATED,
  /** Sent to a target; or an answer, sent back to the client. */
  FORWARDED,
  /** Given to the relay, which sends it to a target, or to each. */
  RELAYED,
  /** Passed, and a copy sent to a target, or given to the relay. */
  COPIED;

  private static final Verdict[] VALUES = values();

  /** The verdict that a record bears. */
  public static Verdict of(int code) {
    if (code < 0 || code >= VALUES.length) {
      throw new IllegalArgumentException("no verdict has the code " + code);
    }
    return VALUES[code];
  }

  /** The word of the JSON output and the screen: {@code passed}, {@code dropped}, …. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
