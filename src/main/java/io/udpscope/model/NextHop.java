package io.udpscope.model;

import java.util.Optional;

/**
 * The way to a target, as it is known.
 *
 * @param interfaceName the way out, where there is a route
 * @param mac of the next hop, where it is known and the interface has such addresses
 * @param refusesNative the interface takes no frames that native XDP sends
 */
public record NextHop(
    State state, Optional<String> interfaceName, Optional<MacAddress> mac, boolean refusesNative) {
  /** The ordinal is the value of {@code enum udpscope_hop_state}. */
  public enum State {
    UNKNOWN("unknown"),
    READY("ready"),
    NO_ROUTE("no route"),
    NO_NEIGHBOUR("no neighbour"),
    LOCAL("local");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word of the screen and the JSON output. */
    public String word() {
      return word;
    }
  }

  public static final NextHop UNKNOWN =
      new NextHop(State.UNKNOWN, Optional.empty(), Optional.empty(), false);
}
