package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Opens UDP sockets as the relay wants them. What fails gives an error number, and else 0. */
final class UdpSocket {
  private static final int SEND_BUFFER_BYTES = 4 << 20;
  private static final int ANY_PORT = 1;

  private UdpSocket() {}

  /**
   * One that never waits.
   *
   * @return the socket, or a negated error number
   */
  static int open(boolean ipv6) {
    int family = ipv6 ? Libc.AF_INET6 : Libc.AF_INET;
    int type = Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK;
    return prepare(Libc.socket(family, type, 0), family);
  }

  /**
   * Makes a socket tell what ICMP messages say of what it has sent, and that a queue is full
   * (ip(7), IP_RECVERR), and lets it have much on its way.
   *
   * @param socket that has just been made; -1 if that failed
   * @return the socket, or a negated error number
   */
  static int prepare(int socket, int family) {
    if (socket < 0) {
      return -Libc.errno();
    }
    if (family == Libc.AF_INET6) {
      Libc.setsockopt(socket, Libc.SOL_IPV6, Libc.IPV6_RECVERR, 1);
    } else {
      Libc.setsockopt(socket, Libc.SOL_IP, Libc.IP_RECVERR, 1);
    }
    Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, SEND_BUFFER_BYTES);
    Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_BROADCAST, 1);
    return socket;
  }

  /** Throws away all that comes in, which nobody would read, by a filter of one instruction. */
  static void hearNothing(int fd) {
    ByteBuffer drop =
        NativeMemory.allocate(8).putShort(0, (short) 0x06); // BPF_RET | BPF_K, 0 bytes
    ByteBuffer program =
        NativeMemory.allocate(16).putShort(0, (short) 1).putLong(8, NativeMemory.address(drop));
    Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, program);
    Reference.reachabilityFence(drop);
  }

  /** Gives it an address of ours, and a port that the kernel chooses. */
  static int bind(int fd, IpAddress address) {
    return error(Libc.bind(fd, new SocketAddress(address, 0).bytes()));
  }

  static int connect(int fd, IpAddress address, int port) {
    return error(Libc.connect(fd, new SocketAddress(address, port).bytes()));
  }

  /**
   * Has all leave by an interface and come in by it; without one, to a link-local address, there is
   * no way (socket(7), SO_BINDTODEVICE).
   */
  static int leaveBy(int fd, String interfaceName) {
    ByteBuffer name = NativeMemory.of(interfaceName.getBytes(StandardCharsets.UTF_8));
    return error(Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, name));
  }

  /** Binds it to the address that the kernel would take as the source towards another. */
  static int bindTowards(int fd, RelayTarget target) {
    int probe = open(target.address().isIpv6());
    if (probe < 0) {
      return -probe;
    }
    int failure = target.interfaceName().map(name -> leaveBy(probe, name)).orElse(0);
    if (failure == 0) {
      failure = connect(probe, target.address(), ANY_PORT);
    }
    IpAddress source = SocketAddress.of(probe).address();
    Libc.close(probe);
    return failure == 0 ? bind(fd, source) : failure;
  }

  private static int error(int result) {
    return result < 0 ? Libc.errno() : 0;
  }
}
