package io.udpscope.app.flow;

/** By what the captured packets are counted. */
public enum FlowKind {
  CONVERSATIONS("conversations"),
  SOURCES("sources"),
  DESTINATIONS("destinations"),
  PORTS("destination ports");

  private final String words;

  FlowKind(String words) {
    this.words = words;
  }

  /** Of many of them. */
  public String words() {
    return words;
  }

  /** Another kind of talkers. */
  public FlowKind next(int by) {
    FlowKind[] talkers = {SOURCES, DESTINATIONS, PORTS};
    return talkers[Math.floorMod(ordinal() - SOURCES.ordinal() + by, talkers.length)];
  }
}
