package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.TapOptions;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.TapLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/** The taps of a session: opens them, and takes them out of the rules when they are closed. */
final class Taps implements AutoCloseable {
  private final TapPlaces places;
  private final ByteBuffer control;
  private final IntConsumer inRules;
  private final List<BpfTap> open = new ArrayList<>();

  /**
   * @param control the map {@code control}, mapped
   * @param inRules is told which taps are to take the packets of every rule: bit n is tap n
   */
  Taps(TapPlaces places, ByteBuffer control, IntConsumer inRules) {
    this.places = places;
    this.control = control;
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
    TapRing<RingReader> place = places.take(options.ringBytes(), RingReader::new);
    int at = ControlLayout.tap(place.index());
    control.putInt(at + TapLayout.SNAPLEN, options.snaplen());
    control.putInt(at + TapLayout.SAMPLE, options.sample());
    BpfTap tap = new BpfTap(place, places, this::forget);
    open.add(tap);
    sample(place.index(), options.sample() > 1);
    inRules.accept(bits());
    return tap;
  }

  /** Takes a tap out of the rules, then out of the kernel. */
  private void forget(BpfTap tap) {
    if (open.remove(tap)) {
      inRules.accept(bits());
      sample(tap.place().index(), false);
      places.giveBack(tap.place());
    }
  }

  private void sample(int index, boolean samples) {
    int others = control.getInt(ControlLayout.SAMPLING_TAPS) & ~(1 << index);
    control.putInt(ControlLayout.SAMPLING_TAPS, others | (samples ? 1 << index : 0));
  }

  private int bits() {
    int bits = 0;
    for (BpfTap tap : open) {
      bits |= 1 << tap.place().index();
    }
    return bits;
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(BpfTap::close);
  }
}
