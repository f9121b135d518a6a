package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayedRecord;
import io.udpscope.model.Source;

/**
 * Sends to one target from an address of ours and hears no answers. Connected, where the target
 * names a port.
 */
final class TargetSocket extends Outlet {
  private final RelayTap tap;
  private final RelayTarget target;
  private final Source source;
  private SocketAddress own = SocketAddress.NONE;

  TargetSocket(RelayTap tap, RelayTarget target, Source source) {
    this.tap = tap;
    this.target = target;
    this.source = source;
  }

  @Override
  int open() {
    int fd = UdpSocket.open(target.address().isIpv6());
    if (fd < 0) {
      return fd;
    }
    int failure = place(fd);
    if (failure != 0) {
      Libc.close(fd);
      return -failure;
    }
    return fd;
  }

  /** Gives it its addresses; an error number, or 0. */
  private int place(int fd) {
    UdpSocket.hearNothing(fd);
    int failure = 0;
    if (source.address().isPresent()) {
      failure = UdpSocket.bind(fd, source.address().get());
    } else if (!isConnected()) {
      failure = UdpSocket.bindTowards(fd, target.address());
    }
    if (failure == 0 && isConnected()) {
      failure = UdpSocket.connect(fd, target.address(), target.port());
    }
    if (failure != 0) {
      return failure;
    }
    SocketAddress bound = SocketAddress.of(fd);
    if (!tap.claim(bound.address(), bound.port())) {
      return Errno.EMFILE;
    }
    own = bound;
    return 0;
  }

  private boolean isConnected() {
    return target.port() != 0;
  }

  @Override
  void beforeClose() {
    tap.disclaim(own.address(), own.port());
  }

  @Override
  int targetSlot(long record) {
    return target.slot();
  }

  @Override
  void address(Batch batch, long record, long payload, int length) {
    if (!isConnected()) {
      IpAddress address = target.address();
      batch.name(address, NativeMemory.getShort(record + RelayedRecord.PORT) & 0xffff);
    }
  }

  @Override
  boolean isSameWay(long record, long other) {
    return isConnected()
        || NativeMemory.getShort(record + RelayedRecord.PORT)
            == NativeMemory.getShort(other + RelayedRecord.PORT);
  }
}
