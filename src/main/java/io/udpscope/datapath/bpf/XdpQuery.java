package io.udpscope.datapath.bpf;

import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Asks for the XDP program that an interface has. */
final class XdpQuery {
  /** {@code struct bpf_xdp_query_opts}, as in libbpf 1.1. */
  private static final int OPTIONS_BYTES = 32;

  private static final int[] PROGRAM_IDS = {8, 12, 16, 20}; // one, native, offloaded, generic

  private XdpQuery() {}

  static Optional<ProgramInfo> of(int ifindex) {
    ByteBuffer options = NativeMemory.allocate(OPTIONS_BYTES).putLong(0, OPTIONS_BYTES);
    int error = LibBpf.functions().bpf_xdp_query(ifindex, 0, NativeMemory.address(options));
    Reference.reachabilityFence(options);
    if (error < 0) {
      return Optional.empty();
    }
    for (int at : PROGRAM_IDS) {
      int id = options.getInt(at);
      if (id != 0) {
        return Optional.of(ProgramInfo.ofId(id));
      }
    }
    return Optional.empty();
  }
}
