package io.udpscope.model;

import java.util.Locale;

/** How a forward picks its target. The ordinal is the value of {@code enum udpscope_strategy}. */
public enum Strategy {
  /** By the client's address: all of one client's flows go to one target. */
  SOURCE_IP("src-ip"),
  /** By the client's address and port: each flow goes to one target. */
  SOURCE_PORT("src-port"),
  /** One after the other, by the packet. */
  ROUND_ROBIN("round-robin"),
  /** A copy to each; takes the relay. */
  ALL("all");

  private final String word;

  Strategy(String word) {
    this.word = word;
  }

  /** The word of the config file and the JSON output: {@code src-ip}. */
  public String word() {
    return word;
  }

  /**
   * @throws IllegalArgumentException if there is no such strategy
   */
  public static Strategy of(String word) {
    for (Strategy strategy : values()) {
      if (strategy.word.equals(word)) {
        return strategy;
      }
    }
    throw new IllegalArgumentException("no strategy is called " + word.toLowerCase(Locale.ROOT));
  }
}
