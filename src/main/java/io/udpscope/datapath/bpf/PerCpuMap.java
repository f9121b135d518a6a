package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/** An array of counters, each CPU its own; sums over them are exact for what is past. */
final class PerCpuMap {
  private final int map;
  private final int stride;
  private final ByteBuffer key = NativeMemory.allocate(Integer.BYTES);
  private final ByteBuffer values;

  /**
   * @param valueBytes of one CPU; a multiple of 8, as all of udpscope_abi.h are
   */
  PerCpuMap(int map, int valueBytes, int cpus) {
    this.map = map;
    this.stride = valueBytes;
    this.values = NativeMemory.allocate(valueBytes * cpus);
  }

  /** Reads an element, for {@link #sum} to add up. */
  PerCpuMap read(int index) {
    check(LibBpf.lookupElement(map, key.putInt(0, index), values));
    return this;
  }

  /** The sum over CPUs of the 64-bit counter at an offset, of what was read last. */
  long sum(int offset) {
    long sum = 0;
    for (int at = offset; at < values.capacity(); at += stride) {
      sum += values.getLong(at);
    }
    return sum;
  }

  void zero(int index) {
    for (int at = 0; at < values.capacity(); at += Long.BYTES) {
      values.putLong(at, 0);
    }
    check(LibBpf.updateElement(map, key.putInt(0, index), values));
  }

  private static void check(int error) {
    if (error < 0) {
      throw new DatapathException("cannot use the datapath's counters: " + Errno.text(-error));
    }
  }
}
