package io.udpscope.model;

import java.util.Locale;

/**
 * What happens to the original packet. The ordinal is the value of {@code enum udpscope_action}.
 */
public enum Action {
  PASS,
  DROP;

  /** The word of the config file and the JSON output: {@code pass} or {@code drop}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Action toggled() {
    return this == PASS ? DROP : PASS;
  }
}
