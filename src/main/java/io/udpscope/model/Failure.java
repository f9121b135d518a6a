package io.udpscope.model;

/**
 * Why a packet that was to be forwarded or copied passed instead, untouched. The ordinal is the
 * value of {@code enum udpscope_failure}, 0 being none.
 */
public enum Failure {
  NO_FAILURE("", ""),
  NO_TARGET("no-target", "every target is down, or its name has no address"),
  NO_ROUTE("no-route", "there is no route to the target"),
  NO_NEIGHBOUR("no-neighbour", "the next hop does not answer, or has not yet"),
  LOCAL_TARGET("local-target", "the target is this host: only a socket reaches it"),
  TTL_EXPIRED("ttl", "the time to live would reach zero"),
  TOO_BIG("mtu", "the packet is too big for the way to the target"),
  EGRESS_REFUSES("egress", "the interface to the target takes no frames from this hook"),
  NO_PORT("no-port", "every reply port towards the target is in use"),
  NOT_ON_THIS_HOOK("hook", "XDP cannot copy a packet; the tc hook can"),
  OTHER_VERSION("ip-version", "the target has an address of the other IP version"),
  UNREADABLE("unreadable", "the frame could not be read or rewritten"),
  NO_RELAY("no-relay", "the relay does not run, or hangs"),
  RELAY_BUSY("relay-busy", "the relay does not keep up: its ring is full"),
  LOOP("loop", "the relay itself has sent the packet, or it answers the relay"),
  UNTENDED("untended", "the session was silent for a minute: nobody knows the way any more");

  private static final Failure[] VALUES = values();

  private final String word;
  private final String explanation;

  Failure(String word, String explanation) {
    this.word = word;
    this.explanation = explanation;
  }

  /**
   * @throws IllegalArgumentException if no failure has this code
   */
  public static Failure of(int code) {
    if (code < 0 || code >= VALUES.length) {
      throw new IllegalArgumentException("no failure has the code " + code);
    }
    return VALUES[code];
  }

  /** The word of the JSON output and the screen: {@code no-neighbour}. */
  public String word() {
    return word;
  }

  /** Half a sentence for people. */
  public String explanation() {
    return explanation;
  }
}
