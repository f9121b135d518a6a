package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Asks the hardware of an interface whether it would run XDP programs itself. */
final class OffloadProbe {
  /** {@code struct bpf_prog_load_opts}, as far as {@code prog_ifindex}. */
  private static final int OPTIONS_BYTES = 32;

  private static final int OPTIONS_IFINDEX = 24;

  private OffloadProbe() {}

  /** Why the program cannot be attached in hardware: so far no hardware holds maps of its kinds. */
  static DatapathException refusal(Interfaces.Interface to) {
    return new DatapathException(
        takesPrograms(to.index())
            ? to.name()
                + " runs XDP programs in hardware, but none with ring buffers and maps of maps,"
                + " which udpscope needs; try --hook native"
            : to.name() + " has no hardware that runs XDP programs; try --hook auto");
  }

  private static boolean takesPrograms(int ifindex) {
    // r0 = XDP_PASS; exit
    ByteBuffer program =
        NativeMemory.allocate(16).put(0, (byte) 0xb7).putInt(4, 2).put(8, (byte) 0x95);
    ByteBuffer name = NativeMemory.string("udpscope_probe");
    ByteBuffer license = NativeMemory.string("GPL");
    ByteBuffer options = NativeMemory.allocate(OPTIONS_BYTES).putLong(0, OPTIONS_BYTES);
    options.putInt(OPTIONS_IFINDEX, ifindex);
    int fd =
        LibBpf.functions()
            .bpf_prog_load(
                LibBpf.PROG_TYPE_XDP,
                NativeMemory.address(name),
                NativeMemory.address(license),
                NativeMemory.address(program),
                2,
                NativeMemory.address(options));
    Reference.reachabilityFence(program);
    Reference.reachabilityFence(name);
    Reference.reachabilityFence(license);
    Reference.reachabilityFence(options);
    if (fd >= 0) {
      Libc.close(fd);
    }
    return fd >= 0;
  }
}
