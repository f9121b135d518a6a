package io.udpscope.relay;

/** An outlet that writes the headers itself. Many of them share a socket. */
abstract class RawOutlet extends Outlet {
  private final RawSockets sockets;
  private final boolean ipv6;

  RawOutlet(RawSockets sockets, boolean ipv6) {
    this.sockets = sockets;
    this.ipv6 = ipv6;
  }

  final boolean isIpv6() {
    return ipv6;
  }

  @Override
  final int open() {
    return sockets.of(ipv6);
  }

  @Override
  final void giveBack(int socket) {
    // it stays open for the others
  }

  /** Each packet needs its own headers. */
  @Override
  final boolean joins() {
    return false;
  }

  @Override
  final boolean isSameWay(long record, long other) {
    return false;
  }
}
