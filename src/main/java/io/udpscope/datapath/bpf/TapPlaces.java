package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.TapCountersLayout;
import io.udpscope.ffi.Libc;
import io.udpscope.model.TapCounters;
import java.nio.ByteBuffer;

/** The places for rings that a session has: for its taps, and for its relay. */
final class TapPlaces {
  private final TapRings rings;
  private final ByteBuffer control;
  private final PerCpuMap counters;
  private final int pageSize = Libc.pageSize();

  /**
   * @param control the map {@code control}, mapped
   * @param counters of each place
   */
  TapPlaces(TapRings rings, ByteBuffer control, PerCpuMap counters) {
    this.rings = rings;
    this.control = control;
    this.counters = counters;
  }

  /** How a ring becomes readable. */
  @FunctionalInterface
  interface Mapper<R> {
    R map(int fd, int bytes, int pageSize);
  }

  /**
   * Makes a ring for one more consumer; nothing is counted on it yet.
   *
   * @throws DatapathException if all places are taken, or the kernel refuses
   */
  <R extends RecordRing<?>> TapRing<R> take(int ringBytes, Mapper<R> mapper) {
    int index = rings.vacancy();
    if (index < 0) {
      throw new DatapathException(
          "all " + Limits.MAX_TAPS + " taps of this session are in use: close one");
    }
    counters.zero(index);
    WakeFlag wakeFlag = new WakeFlag(control, index);
    wakeFlag.disarm();
    int fd = rings.open(index, ringBytes);
    try {
      return new TapRing<>(index, fd, mapper.map(fd, ringBytes, pageSize), wakeFlag);
    } catch (RuntimeException e) {
      rings.close(index);
      throw e;
    }
  }

  /** When this returns, no packet in flight uses the ring any more, and it is gone. */
  void giveBack(TapRing<?> place) {
    rings.close(place.index());
    place.ring().close();
  }

  /**
   * @param read records that its reader has taken out
   */
  TapCounters counters(TapRing<?> place, long read) {
    counters.read(place.index());
    return new TapCounters(
        counters.sum(TapCountersLayout.RESERVED),
        counters.sum(TapCountersLayout.LOST),
        counters.sum(TapCountersLayout.LEFT_OUT),
        read);
  }
}
