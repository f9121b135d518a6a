package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The rings in the map {@code rings}, where the program finds that of each tap; and, since every
 * change of that map waits for them, the way to wait until no packet is in flight.
 */
final class TapRings implements AutoCloseable {
  private static final int NONE = -1;
  private static final int SPARE_BYTES = 4096;

  private final int map;
  private final int[] rings = new int[Limits.MAX_TAPS];
  private final ByteBuffer key = NativeMemory.allocate(Integer.BYTES);
  private final ByteBuffer value = NativeMemory.allocate(Integer.BYTES);
  private int spare = NONE;

  TapRings(int map) {
    this.map = map;
    Arrays.fill(rings, NONE);
  }

  /** A place that no tap has, or -1. */
  int vacancy() {
    for (int index = 0; index < rings.length; index++) {
      if (rings[index] == NONE) {
        return index;
      }
    }
    return -1;
  }

  /** Makes a ring and puts it there; the descriptor stays ours. */
  int open(int index, int bytes) {
    int ring = create(bytes);
    try {
      put(index, ring);
    } catch (RuntimeException e) {
      Libc.close(ring);
      throw e;
    }
    rings[index] = ring;
    return ring;
  }

  private static int create(int bytes) {
    ByteBuffer name = NativeMemory.string("udpscope_tap");
    int ring =
        LibBpf.functions()
            .bpf_map_create(
                LibBpf.MAP_TYPE_RINGBUF, NativeMemory.address(name), 0, 0, bytes, LibBpf.NULL);
    Reference.reachabilityFence(name);
    if (ring < 0) {
      throw new DatapathException(
          "cannot make a ring of " + bytes + " bytes: " + Errno.text(-ring));
    }
    return ring;
  }

  private void put(int index, int ring) {
    int error = LibBpf.updateElement(map, key.putInt(0, index), value.putInt(0, ring));
    if (error < 0) {
      throw new DatapathException("the kernel does not take the ring: " + Errno.text(-error));
    }
  }

  /** When this returns, no packet in flight uses the ring any more, and it is gone. */
  void close(int index) {
    LibBpf.deleteElement(map, key.putInt(0, index));
    if (index == rings.length - 1 && spare != NONE) {
      put(index, spare);
    }
    Libc.close(rings[index]);
    rings[index] = NONE;
  }

  /**
   * Returns when every packet that was in the program at the time of the call has left it. A
   * program runs in an RCU read-side section, and an update of an array of maps ends with
   * synchronize_rcu() (kernel/bpf/syscall.c, maybe_wait_bpf_programs), because its callers want
   * just that.
   */
  void awaitPacketsInFlight() {
    int last = rings.length - 1;
    if (rings[last] == NONE && spare == NONE) {
      spare = create(SPARE_BYTES);
    }
    put(last, rings[last] == NONE ? spare : rings[last]);
  }

  @Override
  public void close() {
    for (int index = 0; index < rings.length; index++) {
      if (rings[index] != NONE) {
        Libc.close(rings[index]);
        rings[index] = NONE;
      }
    }
    if (spare != NONE) {
      Libc.close(spare);
      spare = NONE;
    }
  }
}
