package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Hook;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An XDP program on an interface, by a BPF link: it replaces nothing, and the kernel detaches it
 * when the descriptor closes, be it because the process was killed.
 */
final class XdpLink implements HookLink {
  private final int fd;
  private boolean closed;

  private XdpLink(int fd) {
    this.fd = fd;
  }

  /**
   * @param hook native or generic
   */
  static XdpLink attach(Interfaces.Interface to, int program, Hook hook)
      throws HookRefusedException {
    int result = link(to.index(), program, hook);
    if (result < 0) {
      throw refusal(to, hook, -result);
    }
    return new XdpLink(result);
  }

  /** A descriptor, or a negated errno. */
  private static int link(int ifindex, int program, Hook hook) {
    // struct bpf_link_create_opts, as far as its flags
    ByteBuffer options = NativeMemory.allocate(16).putLong(0, 16);
    options.putInt(8, hook == Hook.NATIVE ? LibBpf.XDP_FLAGS_DRV_MODE : LibBpf.XDP_FLAGS_SKB_MODE);
    int result =
        LibBpf.functions()
            .bpf_link_create(program, ifindex, LibBpf.ATTACH_XDP, NativeMemory.address(options));
    Reference.reachabilityFence(options);
    return result;
  }

  private static HookRefusedException refusal(Interfaces.Interface to, Hook hook, int errno) {
    if (errno == Errno.EPERM || errno == Errno.EACCES) {
      return new HookRefusedException(Privilege.missing("attach to " + to.name()), "", false);
    }
    if (errno == Errno.ENODEV) {
      return new HookRefusedException(Interfaces.gone(to), "", false);
    }
    Optional<ProgramInfo> other = other(to, errno);
    if (other.isPresent()) {
      String taken = "already has an XDP program: " + other.get().describe();
      return new HookRefusedException(
          new DatapathException(to.name() + " " + taken + ", which is left alone"),
          "it " + taken,
          !other.get().isSession());
    }
    String advice = hook == Hook.NATIVE ? "; try --hook generic" : "; try --hook tc";
    String where = to.name() + " (" + hook.word() + " XDP): ";
    return new HookRefusedException(
        new DatapathException("cannot attach to " + where + reason(errno) + advice),
        reason(errno),
        true);
  }

  /**
   * The program that is there. The kernel says EBUSY for the same hook and EEXIST for the other;
   * drivers have other reasons to say so.
   */
  private static Optional<ProgramInfo> other(Interfaces.Interface to, int errno) {
    boolean maybe = errno == Errno.EBUSY || errno == Errno.EEXIST;
    return maybe ? XdpQuery.of(to.index()) : Optional.empty();
  }

  private static String reason(int errno) {
    return switch (errno) {
      case Errno.EOPNOTSUPP -> "its driver has no such hook";
      case Errno.ERANGE, Errno.EINVAL, Errno.E2BIG, Errno.ENOSPC ->
          "its driver refuses, for its MTU, queues or offloads (" + Errno.text(errno) + ")";
      case Errno.EEXIST -> "it belongs to a device that has a program";
      default -> Errno.text(errno);
    };
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
