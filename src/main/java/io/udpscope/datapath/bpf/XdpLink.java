package io.udpscope.datapath.bpf;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathException;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.LibBpf;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.Hook;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * A program on an interface, by a BPF link: it replaces nothing, and the kernel detaches it when
 * the descriptor closes, be it because the process was killed.
 */
final class XdpLink implements AutoCloseable {
  private final Attachment attachment;
  private final int fd;
  private boolean closed;

  private XdpLink(Attachment attachment, int fd) {
    this.attachment = attachment;
    this.fd = fd;
  }

  /**
   * @throws DatapathException if the interface is taken or refuses every hook that the choice
   *     allows
   */
  static XdpLink attach(Interfaces.Interface to, int program, HookChoice choice) {
    return switch (choice) {
      case NATIVE -> attach(to, program, Hook.NATIVE, "");
      case GENERIC -> attach(to, program, Hook.GENERIC, "");
      case OFFLOAD -> throw OffloadProbe.refusal(to);
      case AUTO -> {
        int result = link(to.index(), program, Hook.NATIVE);
        if (result >= 0) {
          yield new XdpLink(new Attachment(to.name(), to.index(), Hook.NATIVE, ""), result);
        }
        if (!worthAnotherHook(to, -result)) {
          throw refusal(to, Hook.NATIVE, -result);
        }
        yield attach(to, program, Hook.GENERIC, "native: " + reason(-result));
      }
    };
  }

  private static XdpLink attach(Interfaces.Interface to, int program, Hook hook, String reason) {
    int result = link(to.index(), program, hook);
    if (result < 0) {
      throw refusal(to, hook, -result);
    }
    return new XdpLink(new Attachment(to.name(), to.index(), hook, reason), result);
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

  private static boolean worthAnotherHook(Interfaces.Interface to, int errno) {
    return errno != Errno.EPERM && errno != Errno.ENODEV && !isTaken(to, errno);
  }

  /**
   * The kernel says EBUSY for the same hook and EEXIST for the other; drivers have other reasons.
   */
  private static boolean isTaken(Interfaces.Interface to, int errno) {
    return (errno == Errno.EBUSY || errno == Errno.EEXIST) && XdpQuery.of(to.index()).isPresent();
  }

  private static DatapathException refusal(Interfaces.Interface to, Hook hook, int errno) {
    if (errno == Errno.EPERM || errno == Errno.EACCES) {
      return Privilege.missing("attach to " + to.name());
    }
    if (errno == Errno.ENODEV) {
      return new DatapathException("the interface " + to.name() + " has gone");
    }
    if (isTaken(to, errno)) {
      XdpQuery other = XdpQuery.of(to.index()).orElseThrow();
      return new DatapathException(
          to.name() + " already has an XDP program: " + other.describe() + ", which is left alone");
    }
    String advice = hook == Hook.NATIVE ? "; try --hook generic" : "";
    return new DatapathException(
        "cannot attach to " + to.name() + " (" + hook.word() + " XDP): " + reason(errno) + advice);
  }

  private static String reason(int errno) {
    return switch (errno) {
      case Errno.EOPNOTSUPP -> "its driver has no such hook";
      case Errno.ERANGE, Errno.EINVAL, Errno.E2BIG ->
          "its driver refuses, for its MTU, queues or offloads (" + Errno.text(errno) + ")";
      case Errno.EEXIST -> "it belongs to a device that has a program";
      default -> Errno.text(errno);
    };
  }

  Attachment attachment() {
    return attachment;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
