package io.udpscope.datapath.bpf.hop;

import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.NextHopLayout;
import io.udpscope.datapath.bpf.abi.NextHopsLayout;
import io.udpscope.datapath.bpf.hop.Neighbours.Neighbour;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The map {@code next_hops}. An entry that packets may read is never changed: a new one is written
 * where no packet reads, and one store leads packets there. The old one rests until the packets in
 * flight have left.
 */
final class HopTable {
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  /** This entry is never written: zero is what nobody knows. */
  private static final int UNKNOWN = 0;

  private final ByteBuffer map;
  private final Runnable awaitPacketsInFlight;
  private final int[] entries = new int[Limits.TARGET_SLOTS];
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final List<Integer> resting = new ArrayList<>();

  /**
   * @param map the one entry of the map, mapped, in native byte order; zeroed
   * @param awaitPacketsInFlight returns when packets that were in the program have left it
   */
  HopTable(ByteBuffer map, Runnable awaitPacketsInFlight) {
    this.map = map;
    this.awaitPacketsInFlight = awaitPacketsInFlight;
    for (int entry = UNKNOWN + 1; entry < Limits.NEXT_HOPS; entry++) {
      free.add(entry);
    }
  }

  /**
   * @return false if it is that already
   */
  boolean publish(int slot, WayOut way) {
    byte[] hop = encode(way);
    byte[] before = new byte[NextHopLayout.SIZE];
    map.get(NextHopsLayout.hop(entries[slot]), before);
    if (Arrays.equals(before, hop)) {
      return false;
    }
    int entry = freeEntry();
    map.put(NextHopsLayout.hop(entry), hop);
    lead(slot, entry);
    return true;
  }

  void withdraw(int slot) {
    if (entries[slot] != UNKNOWN) {
      lead(slot, UNKNOWN);
    }
  }

  private void lead(int slot, int entry) {
    // Release: whoever reads the number finds the entry written. The program's reads of the entry
    // depend on its read of the number.
    INT.setRelease(map, NextHopsLayout.ofTarget(slot), entry);
    if (entries[slot] != UNKNOWN) {
      resting.add(entries[slot]);
    }
    entries[slot] = entry;
  }

  private int freeEntry() {
    if (free.isEmpty()) {
      awaitPacketsInFlight.run();
      free.addAll(resting);
      resting.clear();
    }
    return free.remove();
  }

  private byte[] encode(WayOut way) {
    ByteBuffer hop = ByteBuffer.allocate(NextHopLayout.SIZE).order(ByteOrder.nativeOrder());
    hop.putInt(NextHopLayout.IFINDEX, way.interfaceIndex());
    hop.putInt(NextHopLayout.MTU, way.mtu());
    hop.put(NextHopLayout.STATE, (byte) way.told().state().ordinal());
    int flags =
        (way.told().refusesNative() ? NextHopLayout.REFUSES_NATIVE : 0)
            | (way.refusesGeneric() ? NextHopLayout.REFUSES_GENERIC : 0)
            | (way.refusesBuffers() ? NextHopLayout.REFUSES_BUFFERS : 0);
    hop.put(NextHopLayout.FLAGS, (byte) flags);
    hop.put(NextHopLayout.LINK_LENGTH, (byte) way.linkHeader().capacity());
    hop.put(NextHopLayout.LINK, way.linkHeader(), 0, way.linkHeader().capacity());
    hop.putInt(
        NextHopLayout.NEIGHBOUR_IFINDEX, way.neighbour().map(Neighbour::interfaceIndex).orElse(0));
    way.source()
        .ifPresent(
            source -> {
              hop.put(NextHopLayout.HAS_SOURCE, (byte) 1);
              hop.put(NextHopLayout.SOURCE, source.bytes());
            });
    return hop.array();
  }
}
