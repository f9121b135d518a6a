package io.udpscope.datapath.bpf;

import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.TapCountersLayout;
import io.udpscope.datapath.bpf.abi.TapLayout;
import io.udpscope.model.TapCounters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** One consumer's ring, and its entry in the map {@code control}. */
final class BpfTap implements Tap {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final int index;
  private final int fd;
  private final RingReader ring;
  private final ByteBuffer control;
  private final PerCpuMap countersMap;
  private final Consumer<BpfTap> onClose;
  private TapCounters last = new TapCounters(0, 0, 0);
  private long read;
  private boolean closed;

  /**
   * @param fd of the ring, for polling; not this tap's to close
   * @param control the map {@code control}, mapped
   */
  BpfTap(
      int index,
      int fd,
      RingReader ring,
      ByteBuffer control,
      PerCpuMap countersMap,
      Consumer<BpfTap> onClose) {
    this.index = index;
    this.fd = fd;
    this.ring = ring;
    this.control = control;
    this.countersMap = countersMap;
    this.onClose = onClose;
  }

  int index() {
    return index;
  }

  int fd() {
    return fd;
  }

  RingReader ring() {
    return ring;
  }

  @Override
  public int read(PacketConsumer consumer, int limit) {
    int count = ring.read(consumer, limit);
    read += count;
    return count;
  }

  /** Records read since the tap was opened. */
  long records() {
    return read;
  }

  /**
   * Asks the program to wake us at its next record. The full fence stands between this store and
   * the caller's next look at the ring, as bpf_ringbuf_commit()'s xchg of the length stands between
   * the program's record and its look at {@code armed} (capture.h, ring_doorbell): one of the two
   * sees the other.
   */
  void arm() {
    INT.setRelease(control, armedAt(), 1);
    VarHandle.fullFence();
  }

  void disarm() {
    INT.setRelease(control, armedAt(), 0);
  }

  private int armedAt() {
    return ControlLayout.tap(index) + TapLayout.ARMED;
  }

  @Override
  public TapCounters counters() {
    if (!closed) {
      countersMap.read(index);
      last =
          new TapCounters(
              countersMap.sum(TapCountersLayout.RESERVED),
              countersMap.sum(TapCountersLayout.LOST),
              read);
    }
    return last;
  }

  @Override
  public void close() {
    if (!closed) {
      counters();
      closed = true;
      onClose.accept(this);
      ring.close();
    }
  }
}
