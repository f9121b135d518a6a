package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.PrefixKeyLayout;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Prefix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The entries of the map {@code generations}: one in force, the others idle. A change is written
 * into an idle one and put in force by a single store.
 */
final class Generations implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** Whose entry of the map {@code prefixes}. */
  private record PrefixKey(boolean destination, Prefix prefix) {}

  /** One entry of the map. */
  private static final class Entry {
    final ByteBuffer memory;
    final Map<PrefixKey, Integer> prefixes = new HashMap<>();

    /** Packets that met it while it was in force may still be reading it. */
    boolean settled = true;

    Entry(ByteBuffer memory) {
      this.memory = memory;
    }
  }

  private final ByteBuffer control;
  private final Mapping generationsMapping;
  private final int prefixMap;
  private final TapRings rings;
  private final List<Entry> entries = new ArrayList<>();
  private final ByteBuffer key = NativeMemory.allocate(PrefixKeyLayout.SIZE);
  private final ByteBuffer value = NativeMemory.allocate(Integer.BYTES);
  private int inForce;

  /**
   * @param control the map {@code control}, mapped
   */
  Generations(BpfObject object, ByteBuffer control, TapRings rings) {
    this.control = control;
    this.rings = rings;
    this.prefixMap = object.mapFd("prefixes");
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
    writePrefixes(index, entry, rules.ipv6Entries());
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

  /** Makes the entry's part of the map of IPv6 prefixes what it has to be. */
  private void writePrefixes(int index, Entry entry, List<CompiledRules.Ipv6Entry> wanted) {
    Map<PrefixKey, Integer> rows = new HashMap<>();
    for (CompiledRules.Ipv6Entry prefix : wanted) {
      rows.put(new PrefixKey(prefix.destination(), prefix.prefix()), prefix.row());
    }
    // Out with the old ones first: together they might not fit.
    for (PrefixKey old : List.copyOf(entry.prefixes.keySet())) {
      if (!rows.containsKey(old)) {
        check(LibBpf.deleteElement(prefixMap, writeKey(index, old)));
        entry.prefixes.remove(old);
      }
    }
    rows.forEach(
        (prefix, row) -> {
          if (!row.equals(entry.prefixes.get(prefix))) {
            check(LibBpf.updateElement(prefixMap, writeKey(index, prefix), value.putInt(0, row)));
            entry.prefixes.put(prefix, row);
          }
        });
  }

  private ByteBuffer writeKey(int index, PrefixKey prefix) {
    key.putInt(PrefixKeyLayout.LENGTH, 32 + prefix.prefix().length());
    key.put(PrefixKeyLayout.GENERATION, (byte) index);
    key.put(PrefixKeyLayout.DESTINATION, (byte) (prefix.destination() ? 1 : 0));
    key.put(PrefixKeyLayout.ADDRESS, prefix.prefix().address().bytes());
    return key;
  }

  private static void check(int error) {
    if (error < 0) {
      throw new DatapathException(
          "the kernel does not take the rules' IPv6 prefixes: "
              + Errno.text(-error)
              + "; the rules before stay in force");
    }
  }

  @Override
  public void close() {
    generationsMapping.close();
  }
}
