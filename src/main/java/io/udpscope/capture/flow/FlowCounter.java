package io.udpscope.capture.flow;

import io.udpscope.capture.PacketRows;
import io.udpscope.model.PacketRecord;

/**
 * Counts the packets of a store after they have come into it, so that capture does not wait for it.
 * Where they come faster than they can be counted, it leaves some out and says how many. Used by
 * the store's thread.
 */
public final class FlowCounter {
  private static final int AT_ONCE = 64;

  private final PacketRows store;
  private final Flows flows;
  private final PacketRecord packet = new PacketRecord();
  private long next;
  private long lookedAt;
  private long leftOut;

  public FlowCounter(PacketRows store, Flows flows) {
    this.store = store;
    this.flows = flows;
  }

  /**
   * Counts what has come, for so long at most.
   *
   * @return whether that is all
   */
  public boolean advance(long sliceNanos) {
    if (isAboutToMakeRoom()) {
      leftOut += store.packets() - lookedAt;
      lookedAt = store.packets();
      next = store.endRow();
    }
    long start = System.nanoTime();
    while (next < store.endRow()) {
      long end = Math.min(next + AT_ONCE, store.endRow());
      for (; next < end; next++) {
        if (!store.isGap(next)) {
          flows.count(store.packet(next, packet), next);
          lookedAt++;
        }
      }
      if (System.nanoTime() - start >= sliceNanos) {
        break;
      }
    }
    return next == store.endRow();
  }

  /** The next one to be counted is among the older ones of a store that is full. */
  private boolean isAboutToMakeRoom() {
    long first = store.firstRow();
    return first > 0 && next - first < (store.endRow() - first) / 4;
  }

  /** Some have come and were not counted yet. */
  public boolean isBehind() {
    return next < store.endRow();
  }

  /** Packets that were not counted, since there were too many. */
  public long leftOut() {
    return leftOut;
  }
}
