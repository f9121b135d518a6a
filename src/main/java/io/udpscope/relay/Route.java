package io.udpscope.relay;

/** Where one rule of one generation sends to. */
final class Route {
  private final int generation;
  private final boolean toAll;
  private final Way[] ways;
  private int latest;

  /**
   * @param ways to its targets
   */
  Route(int generation, boolean toAll, Way[] ways) {
    this.generation = generation;
    this.toAll = toAll;
    this.ways = ways;
  }

  int generation() {
    return generation;
  }

  /** Whether a datagram goes to each of them, and not to one. */
  boolean isToAll() {
    return toAll;
  }

  int size() {
    return ways.length;
  }

  Way way(int index) {
    return ways[index];
  }

  /** The one to a target. */
  Way wayTo(int targetSlot) {
    if (latest >= ways.length || ways[latest].targetSlot() != targetSlot) {
      latest = indexOf(targetSlot);
    }
    return ways[latest];
  }

  private int indexOf(int targetSlot) {
    for (int i = 0; i < ways.length; i++) {
      if (ways[i].targetSlot() == targetSlot) {
        return i;
      }
    }
    throw new IllegalStateException("no target of the rule has slot " + targetSlot);
  }
}
