package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Direction;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program at tc's hook of an interface, by a BPF link, as Linux has them from 6.6 on. It stands
 * before whatever is there and lets that see the packets, too; the kernel detaches it when the
 * descriptor closes, be it because the process was killed.
 */
final class TcxLink implements HookLink {
  /** {@code struct bpf_prog_query_opts} (bpf/bpf.h). */
  private static final int QUERY_BYTES = 40;

  private static final int QUERY_IDS = 16;
  private static final int QUERY_COUNT = 24;

  /** BPF_MPROG_MAX of kernel/bpf/mprog.c: so many programs a hook can have. */
  private static final int MAX_PROGRAMS = 64;

  /** {@code struct bpf_link_create_opts}, as far as its flags. */
  private static final int OPTIONS_BYTES = 16;

  private static final int OPTIONS_FLAGS = 8;

  private final int fd;
  private boolean closed;

  private TcxLink(int fd) {
    this.fd = fd;
  }

  /**
   * @return empty if this kernel has no such links
   */
  static Optional<HookLink> attach(Interfaces.Interface to, int program, Direction direction)
      throws HookRefusedException {
    if (direction == Direction.IN) {
      for (ProgramInfo other : programs(to.index(), direction)) {
        if (other.isSession()) {
          throw TcWay.taken(to, other);
        }
      }
    }
    ByteBuffer options = NativeMemory.allocate(OPTIONS_BYTES).putLong(0, OPTIONS_BYTES);
    options.putInt(OPTIONS_FLAGS, LibBpf.F_BEFORE);
    int fd =
        LibBpf.functions()
            .bpf_link_create(program, to.index(), type(direction), NativeMemory.address(options));
    Reference.reachabilityFence(options);
    if (fd == -Errno.EINVAL) {
      return Optional.empty();
    }
    if (fd < 0) {
      throw refusal(to, -fd);
    }
    return Optional.of(new TcxLink(fd));
  }

  /** The programs that such links have attached, in the order in which packets meet them. */
  static List<ProgramInfo> programs(int ifindex, Direction direction) {
    ByteBuffer ids = NativeMemory.allocate(MAX_PROGRAMS * Integer.BYTES);
    ByteBuffer query = NativeMemory.allocate(QUERY_BYTES).putLong(0, QUERY_BYTES);
    query.putLong(QUERY_IDS, NativeMemory.address(ids)).putInt(QUERY_COUNT, MAX_PROGRAMS);
    int error =
        LibBpf.functions()
            .bpf_prog_query_opts(ifindex, type(direction), NativeMemory.address(query));
    Reference.reachabilityFence(ids);
    List<ProgramInfo> programs = new ArrayList<>();
    for (int i = 0; error == 0 && i < query.getInt(QUERY_COUNT); i++) {
      programs.add(ProgramInfo.ofId(ids.getInt(i * Integer.BYTES)));
    }
    return programs;
  }

  private static int type(Direction direction) {
    return direction == Direction.IN ? LibBpf.ATTACH_TCX_INGRESS : LibBpf.ATTACH_TCX_EGRESS;
  }

  private static HookRefusedException refusal(Interfaces.Interface to, int errno) {
    if (errno == Errno.EPERM || errno == Errno.EACCES) {
      return new HookRefusedException(Privilege.missing("attach to " + to.name()), "", false);
    }
    if (errno == Errno.ENODEV) {
      return new HookRefusedException(Interfaces.gone(to), "", false);
    }
    String reason = Errno.text(errno);
    return new HookRefusedException(
        new DatapathException("cannot attach to " + to.name() + " (tc): " + reason), reason, true);
  }

  @Override
  public boolean outlivesProcess() {
    return false;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
