package io.udpscope.datapath.bpf;

import io.udpscope.datapath.bpf.abi.ControlLayout;
import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.RuleLayout;
import io.udpscope.datapath.bpf.rule.CompiledRules;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of the map {@code generations}: one in force, one that it may go back to, the others
 * idle. A change is written into an idle one and put in force by a single store.
 */
final class Generations implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** One entry of the map. */
  private static final class Entry {
    final ByteBuffer memory;

    /** Packets that met it while it was in force may still be reading it. */
    boolean settled = true;

    Entry(ByteBuffer memory) {
      this.memory = memory;
    }
  }

  private static final long STANDS = 0;

  /** As a fallback: no rules at all, so that packets pass. */
  private static final int NOBODY = Limits.GENERATIONS;

  private final ByteBuffer control;
  private final Mapping generationsMapping;
  private final TapRings rings;
  private final List<Entry> entries = new ArrayList<>();
  private int inForce;

  /** What packets go back to; the one in force, if that one stands. */
  private int kept;

  private long confirmByNanos = STANDS;
  private long leaseNanos = STANDS;

  /**
   * @param control the map {@code control}, mapped
   */
  Generations(Programs programs, ByteBuffer control, TapRings rings) {
    this.control = control;
    this.rings = rings;
    long bytes = (long) Limits.GENERATIONS * GenerationLayout.SIZE;
    this.generationsMapping = Mapping.writable(programs.mapFd("generations"), 0, bytes);
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

  /** Puts rules in force for good. If it throws, nothing has changed. */
  void put(CompiledRules rules, long number, int taps) {
    int index = idle();
    rules.writeTo(entries.get(index).memory, number, taps, leaseNanos, NOBODY);
    putInForce(index);
    leave(kept);
    kept = index;
    confirmByNanos = STANDS;
  }

  /**
   * Puts rules in force for a while: the program goes back by itself to those that were put for
   * good, or {@link #keep kept}, last. If it throws, nothing has changed.
   */
  void putUntil(long deadlineNanos, CompiledRules rules, long number, int taps) {
    int index = idle();
    rules.writeTo(entries.get(index).memory, number, taps, sooner(deadlineNanos), kept);
    putInForce(index);
    confirmByNanos = deadlineNanos;
  }

  private long sooner(long deadlineNanos) {
    return leaseNanos == STANDS || leaseNanos - deadlineNanos > 0 ? deadlineNanos : leaseNanos;
  }

  private void putInForce(int index) {
    // Release: whoever reads the new index finds the entry written. The program's load of it
    // (udpscope.bpf.c, process) and all its reads behind depend on that index.
    INT.setRelease(control, ControlLayout.GENERATION, index);
    if (inForce != kept) {
      leave(inForce);
    }
    inForce = index;
  }

  private void leave(int index) {
    entries.get(index).settled = false;
  }

  /** What is in force for a while stays for good: it loses its deadline, by one store. */
  void keep() {
    setDeadline(inForce, leaseNanos);
    entries.get(inForce).memory.putInt(GenerationLayout.FALLBACK, NOBODY);
    leave(kept);
    kept = inForce;
    confirmByNanos = STANDS;
  }

  private void setDeadline(int index, long nanos) {
    LONG.setRelease(entries.get(index).memory, GenerationLayout.DEADLINE_NS, nanos);
  }

  /**
   * From this time on packets pass, whatever the rules are, unless the lease is renewed: for a
   * program that stays when its owner is killed.
   *
   * @param untilNanos kernel's monotonic clock
   */
  void lease(long untilNanos) {
    leaseNanos = untilNanos;
    setDeadline(kept, untilNanos);
    if (inForce != kept) {
      setDeadline(inForce, sooner(confirmByNanos));
    }
  }

  /**
   * What packets have gone back to, since the deadline is over, is in force for good.
   *
   * @param number that it bears from now on
   */
  void goBack(long number) {
    entries.get(kept).memory.putInt(GenerationLayout.NUMBER, (int) number);
    putInForce(kept);
    confirmByNanos = STANDS;
  }

  /**
   * Which taps take the packets of every rule. Each rule has bits of its own and nothing else hangs
   * on them, so this one thing is changed where packets read it.
   */
  void tap(int taps) {
    tap(entries.get(inForce).memory, (byte) taps);
    tap(entries.get(kept).memory, (byte) taps);
    VarHandle.releaseFence();
  }

  private static void tap(ByteBuffer memory, byte taps) {
    for (int position = 0; position < memory.getInt(GenerationLayout.RULE_COUNT); position++) {
      memory.put(GenerationLayout.RULES + position * RuleLayout.SIZE + RuleLayout.TAPS, taps);
    }
    memory.put(GenerationLayout.REPLY_TAPS, taps);
  }

  /** An entry that no packet reads. When there is none, it waits for packets to leave one. */
  private int idle() {
    int index = settledOne();
    if (index < 0) {
      rings.awaitPacketsInFlight();
      entries.forEach(entry -> entry.settled = true);
      index = settledOne();
    }
    return index;
  }

  private int settledOne() {
    for (int step = 1; step < entries.size(); step++) {
      int index = (inForce + step) % entries.size();
      if (entries.get(index).settled && index != kept) {
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
