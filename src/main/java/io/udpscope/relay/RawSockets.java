package io.udpscope.relay;

import io.udpscope.ffi.Libc;

/**
 * Two sockets, one for each IP version, that send packets with headers of our own making, and so
 * from any address without binding to it. Protocol IPPROTO_RAW implies that (raw(7); inet_create(),
 * inet6_create()), and that nothing ever comes in. Each is opened when it is first needed.
 */
final class RawSockets implements AutoCloseable {
  private static final int CLOSED = -1;

  private int ipv4 = CLOSED;
  private int ipv6 = CLOSED;

  /**
   * The one for a version.
   *
   * @return the socket, which stays ours, or a negated error number
   */
  int of(boolean isIpv6) {
    return isIpv6 ? ipv6() : ipv4();
  }

  private int ipv4() {
    if (ipv4 != CLOSED) {
      return ipv4;
    }
    int opened = open(Libc.AF_INET);
    ipv4 = Math.max(CLOSED, opened);
    return opened;
  }

  private int ipv6() {
    if (ipv6 != CLOSED) {
      return ipv6;
    }
    int opened = open(Libc.AF_INET6);
    ipv6 = Math.max(CLOSED, opened);
    return opened;
  }

  private static int open(int family) {
    int type = Libc.SOCK_RAW | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK;
    return UdpSocket.prepare(Libc.socket(family, type, Libc.IPPROTO_RAW), family);
  }

  @Override
  public void close() {
    Libc.close(ipv4);
    Libc.close(ipv6);
  }
}
