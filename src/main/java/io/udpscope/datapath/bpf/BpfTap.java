package io.udpscope.datapath.bpf;

import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.model.TapCounters;
import java.util.function.Consumer;

/** One consumer of captured packets, and its ring. */
final class BpfTap implements Tap {
  private final TapRing<RingReader> place;
  private final TapPlaces places;
  private final Consumer<BpfTap> onClose;
  private TapCounters last = new TapCounters(0, 0, 0);
  private long read;
  private boolean closed;

  /**
   * @param onClose gives the place back
   */
  BpfTap(TapRing<RingReader> place, TapPlaces places, Consumer<BpfTap> onClose) {
    this.place = place;
    this.places = places;
    this.onClose = onClose;
  }

  TapRing<RingReader> place() {
    return place;
  }

  @Override
  public int read(PacketConsumer consumer, int limit) {
    int count = place.ring().read(consumer, limit);
    read += count;
    return count;
  }

  /** Records read since the tap was opened. */
  long records() {
    return read;
  }

  @Override
  public TapCounters counters() {
    if (!closed) {
      last = places.counters(place, read);
    }
    return last;
  }

  @Override
  public void close() {
    if (!closed) {
      counters();
      closed = true;
      onClose.accept(this);
    }
  }
}
