package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.model.Source;

/** An outlet that sends to one target from an address of ours. The program knows which. */
abstract class OwnSocket extends Outlet {
  private final RelayTap tap;
  private final RelayTarget target;
  private final Source source;
  private final WireAddress address;

  OwnSocket(RelayTap tap, RelayTarget target, Source source) {
    this.tap = tap;
    this.target = target;
    this.source = source;
    this.address = WireAddress.of(target.address());
  }

  final RelayTarget target() {
    return target;
  }

  final Source source() {
    return source;
  }

  /** What it hears, or whether it does; an error number, or 0. */
  abstract int listen(int socket);

  /** The port that it is connected to; 0 if each datagram names its own. */
  abstract int port();

  @Override
  final int open() {
    int socket = UdpSocket.open(target.address().isIpv6());
    if (socket < 0) {
      return socket;
    }
    int failure = place(socket);
    if (failure != 0) {
      return refuse(socket, failure);
    }
    SocketAddress own = SocketAddress.of(socket);
    if (!tap.claim(own.address(), own.port())) {
      return refuse(socket, Errno.EMFILE);
    }
    failure = listen(socket);
    if (failure != 0) {
      giveBack(socket);
      return -failure;
    }
    return socket;
  }

  /** Gives it its addresses; an error number, or 0. */
  private int place(int socket) {
    int failure = target.interfaceName().map(by -> UdpSocket.leaveBy(socket, by)).orElse(0);
    if (failure != 0) {
      return failure;
    }
    if (source.address().isPresent()) {
      failure = UdpSocket.bind(socket, source.address().get());
    } else if (port() == 0) {
      failure = UdpSocket.bindTowards(socket, target);
    }
    return failure == 0 && port() != 0
        ? UdpSocket.connect(socket, target.address(), port())
        : failure;
  }

  @Override
  final void giveBack(int socket) {
    SocketAddress own = SocketAddress.of(socket);
    tap.disclaim(own.address(), own.port());
    Libc.close(socket);
  }

  @Override
  final void address(Batch batch, long record, long payload, int length) {
    if (port() == 0) {
      batch.name(target.address().isIpv6(), address.at(), RecordFields.port(record));
    }
  }

  @Override
  final boolean isSameWay(long record, long other) {
    return port() != 0 || RecordFields.port(record) == RecordFields.port(other);
  }

  @Override
  final int targetSlot(long record) {
    return target.slot();
  }

  @Override
  void countSent(int targetSlot, long packets, long bytes) {
    tap.countSent(targetSlot, packets, bytes);
  }
}
