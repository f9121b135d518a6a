package io.udpscope.model;

import java.util.List;
import java.util.Locale;

/**
 * What was done with a captured packet. The ordinal of all but the last one is the value of {@code
 * enum udpscope_verdict}.
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
  COPIED,
  /** Of a packet out of a file that does not say. The program has no such verdict. */
  UNKNOWN;

  private static final Verdict[] VALUES = values();
  private static final int UNKNOWN_CODE = PacketRecord.UNKNOWN_VERDICT;

  /** The verdict that a record bears. */
  public static Verdict of(int code) {
    if (code == UNKNOWN_CODE) {
      return UNKNOWN;
    }
    if (code < 0 || code >= UNKNOWN.ordinal()) {
      throw new IllegalArgumentException("no verdict has the code " + code);
    }
    return VALUES[code];
  }

  /** Those that the program gives. */
  public static List<Verdict> ofProgram() {
    return List.of(VALUES).subList(0, UNKNOWN.ordinal());
  }

  /** What a record bears for it. */
  public int code() {
    return this == UNKNOWN ? UNKNOWN_CODE : ordinal();
  }

  /** The word of the JSON output and the screen: {@code passed}, {@code dropped}, …. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
