package io.udpscope.relay;

/** Where one rule of one generation sends to. */
final class Route {
  private final int generation;
  private final boolean toAll;
  private final int[] slots;
  private final Outlet[] outlets;
  private int latest;

  /**
   * @param slots of the targets, one for each outlet
   */
  Route(int generation, boolean toAll, int[] slots, Outlet[] outlets) {
    this.generation = generation;
    this.toAll = toAll;
    this.slots = slots;
    this.outlets = outlets;
  }

  int generation() {
    return generation;
  }

  boolean isToAll() {
    return toAll;
  }

  int size() {
    return outlets.length;
  }

  Outlet outlet(int index) {
    return outlets[index];
  }

  /** The one of a target. */
  Outlet outletOf(int slot) {
    if (slots[latest] != slot) {
      latest = indexOf(slot);
    }
    return outlets[latest];
  }

  private int indexOf(int slot) {
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] == slot) {
        return i;
      }
    }
    throw new IllegalStateException("no target of the rule has slot " + slot);
  }
}
