package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The entries of the map {@code generations}: one in force, the others idle. A change is written
 * into an idle one and put in force by a single store.
 */
final class Generations implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** One entry of the map. */
  private static final class Entry {
    final ByteBuffer memory;

    /** Packets that met it while it was in force may still be reading it. */
    boolean settled = true;

    Entry(ByteBuffer memory) {
      this.memory = memory;
    }
  }

  private final ByteBuffer control;
  private final Mapping generationsMapping;
  private final TapRings rings;
  private final List<Entry> entries = new ArrayList<>();
  private int inForce;

  /**
   * @param control the map {@code control}, mapped
   */
  Generations(BpfObject object, ByteBuffer control, TapRings rings) {
    this.control = control;
    this.rings = rings;
    long bytes = (long) Limits.GENERATIONS * GenerationLayout.SIZE;
    this.generationsMapping = Mapping.writable(object.mapFd("generations"), 0, bytes);
    for (int i = 0; i < Limits.GENERATIONS; i++) {
      entries.add(new Entry(entryMemory(i)));
    }
  }

  private ByteBuffer entryMemory(int index) {
    return generationsMapping
        .buffer()
        .slice(index * GenerationLayout.SIZE, GenerationLayout.SIZE)
        .order(ByteOrder.nativeOrder());
  }

  /** Writes rules into an idle entry, and puts it in force. If it throws, nothing has changed. */
  void put(CompiledRules rules, long number, ToIntFunction<String> slots, int taps) {
    int index = idle();
    Entry entry = entries.get(index);
    rules.writeTo(entry.memory, number, slots, taps);
    // Release: whoever reads the new index finds the entry written. The program's load of it
    // (udpscope.bpf.c, process) and all its reads behind depend on that index.
    INT.setRelease(control, ControlLayout.GENERATION, index);
    entries.get(inForce).settled = false;
    inForce = index;
    entry.settled = false;
  }

  /** An entry that no packet reads. With three of them every other change waits for packets. */
  private int idle() {
    int index = settledOne();
    if (index < 0) {
      rings.awaitPacketsInFlight();
      for (int i = 0; i < entries.size(); i++) {
        entries.get(i).settled = i != inForce;
      }
      index = settledOne();
    }
    return index;
  }

  private int settledOne() {
    for (int step = 1; step < entries.size(); step++) {
      int index = (inForce + step) % entries.size();
      if (entries.get(index).settled) {
        return index;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    generationsMapping.close();
  }
}
