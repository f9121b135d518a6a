package io.udpscope.datapath.bpf;

import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A program in the kernel, ours or another's.
 *
 * @param id the kernel's number of it
 * @param name empty if the kernel does not tell
 */
record ProgramInfo(int id, String name) {
  /** {@code struct bpf_prog_info}, as far as the name. */
  private static final int BYTES = 80;

  private static final int ID = 4;
  private static final int NAME = 64;
  private static final int NAME_BYTES = 16;

  /** The one of a number; without its name if it has gone meanwhile. */
  static ProgramInfo ofId(int id) {
    int fd = LibBpf.functions().bpf_prog_get_fd_by_id(id);
    if (fd < 0) {
      return new ProgramInfo(id, "");
    }
    try {
      return ofDescriptor(fd);
    } finally {
      Libc.close(fd);
    }
  }

  /** Whether this process may ask the kernel for a program by its number (CAP_SYS_ADMIN). */
  static boolean mayAskFor(int id) {
    int fd = LibBpf.functions().bpf_prog_get_fd_by_id(id);
    if (fd >= 0) {
      Libc.close(fd);
    }
    return fd != -Errno.EPERM;
  }

  static ProgramInfo ofDescriptor(int fd) {
    ByteBuffer info = NativeMemory.allocate(BYTES);
    ByteBuffer size = NativeMemory.allocate(Integer.BYTES).putInt(0, BYTES);
    LibBpf.functions()
        .bpf_obj_get_info_by_fd(fd, NativeMemory.address(info), NativeMemory.address(size));
    Reference.reachabilityFence(size);
    return new ProgramInfo(info.getInt(ID), NativeMemory.text(info.slice(NAME, NAME_BYTES)));
  }

  /** Whether it is another session's. */
  boolean isSession() {
    return name.startsWith("udpscope");
  }

  /** {@code another udpscope session (program 17)}. */
  String describe() {
    if (isSession()) {
      return "another udpscope session (program " + id + ")";
    }
    return (name.isEmpty() ? "" : name + ", ") + "program " + id;
  }
}
