package io.udpscope.datapath.bpf;

import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The XDP program that an interface has.
 *
 * @param name of the program; empty if the kernel does not tell
 */
record XdpQuery(int programId, String name) {
  /** {@code struct bpf_xdp_query_opts}, as in libbpf 1.1. */
  private static final int OPTIONS_BYTES = 32;

  private static final int[] PROGRAM_IDS = {8, 12, 16, 20}; // one, native, offloaded, generic

  /** {@code struct bpf_prog_info}, as far as the name. */
  private static final int INFO_BYTES = 80;

  private static final int INFO_NAME = 64;
  private static final int NAME_BYTES = 16;

  static Optional<XdpQuery> of(int ifindex) {
    ByteBuffer options = NativeMemory.allocate(OPTIONS_BYTES).putLong(0, OPTIONS_BYTES);
    int error = LibBpf.functions().bpf_xdp_query(ifindex, 0, NativeMemory.address(options));
    Reference.reachabilityFence(options);
    if (error < 0) {
      return Optional.empty();
    }
    for (int at : PROGRAM_IDS) {
      int id = options.getInt(at);
      if (id != 0) {
        return Optional.of(new XdpQuery(id, nameOf(id)));
      }
    }
    return Optional.empty();
  }

  private static String nameOf(int id) {
    int fd = LibBpf.functions().bpf_prog_get_fd_by_id(id);
    if (fd < 0) {
      return "";
    }
    ByteBuffer info = NativeMemory.allocate(INFO_BYTES);
    ByteBuffer size = NativeMemory.allocate(Integer.BYTES).putInt(0, INFO_BYTES);
    LibBpf.functions()
        .bpf_obj_get_info_by_fd(fd, NativeMemory.address(info), NativeMemory.address(size));
    Reference.reachabilityFence(size);
    Libc.close(fd);
    byte[] name = new byte[NAME_BYTES];
    info.get(INFO_NAME, name);
    return new String(name, StandardCharsets.ISO_8859_1).replace("\0", "");
  }

  /** {@code another udpscope session (program 17)}. */
  String describe() {
    if (name.startsWith("udpscope")) {
      return "another udpscope session (program " + programId + ")";
    }
    return (name.isEmpty() ? "" : name + ", ") + "program " + programId;
  }
}
