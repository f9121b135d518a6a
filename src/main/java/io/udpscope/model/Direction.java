package io.udpscope.model;

import java.util.Locale;

/** Whether this host received a packet or sent it. */
public enum Direction {
  IN,
  OUT,
  /** Of a packet out of a file that does not say. */
  UNKNOWN;

  /** The word of the JSON output: {@code in} or {@code out}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
