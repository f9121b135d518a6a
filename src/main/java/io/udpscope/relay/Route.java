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

  /** The one to a target; null if the rule does not send there. */
  Way wayTo(int targetSlot) {
    if (latest >= ways.length || ways[latest].targetSlot() != targetSlot) {
      latest = indexOf(targetSlot);
    }
    return latest < ways.length ? ways[latest] : null;
  }

  private int indexOf(int targetSlot) {
    int index = 0;
    while (index < ways.length && ways[index].targetSlot() != targetSlot) {
      index++;
    }
    return index;
  }
}
