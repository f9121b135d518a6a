package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.TapLayout;
import io.udpscope.ffi.Libc;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/** The taps of a session: opens them, and takes them out of the rules when they are closed. */
final class Taps implements AutoCloseable {
  private final TapRings rings;
  private final ByteBuffer control;
  private final PerCpuMap counters;
  private final IntConsumer inRules;
  private final List<BpfTap> open = new ArrayList<>();
  private final int pageSize = Libc.pageSize();

  /**
   * @param control the map {@code control}, mapped
   * @param counters of each tap
   * @param inRules is told which taps are to take the packets of every rule: bit n is tap n
   */
  Taps(TapRings rings, ByteBuffer control, PerCpuMap counters, IntConsumer inRules) {
    this.rings = rings;
    this.control = control;
    this.counters = counters;
    this.inRules = inRules;
  }

  /** Those that are open; changes as they come and go. */
  List<BpfTap> open() {
    return Collections.unmodifiableList(open);
  }

  /**
   * @throws DatapathException if there are already as many as there can be
   */
  BpfTap open(TapOptions options) {
    int index = rings.vacancy();
    if (index < 0) {
      throw new DatapathException(
          "all " + Limits.MAX_TAPS + " taps of this session are in use: close one");
    }
    counters.zero(index);
    int at = ControlLayout.tap(index);
    control.putInt(at + TapLayout.SNAPLEN, options.snaplen());
    control.putInt(at + TapLayout.SAMPLE, options.sample());
    control.putInt(at + TapLayout.ARMED, 0);
    int fd = rings.open(index, options.ringBytes());
    RingReader ring;
    try {
      ring = new RingReader(fd, options.ringBytes(), pageSize);
    } catch (RuntimeException e) {
      rings.close(index);
      throw e;
    }
    BpfTap tap = new BpfTap(index, fd, ring, control, counters, this::forget);
    open.add(tap);
    inRules.accept(bits());
    return tap;
  }

  /** Takes a tap out of the rules, then out of the kernel. */
  private void forget(BpfTap tap) {
    if (open.remove(tap)) {
      inRules.accept(bits());
      rings.close(tap.index());
    }
  }

  private int bits() {
    int bits = 0;
    for (BpfTap tap : open) {
      bits |= 1 << tap.index();
    }
    return bits;
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(BpfTap::close);
  }
}
