package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.model.Source;

/** The way to a target whose answers go back: each client's flow has a socket of its own. */
final class ClientWay implements Way {
  private final ClientSockets sockets;
  private final RelayTarget target;
  private final Source source;
  private final long idleNanos;

  ClientWay(ClientSockets sockets, RelayTarget target, Source source, long idleNanos) {
    this.sockets = sockets;
    this.target = target;
    this.source = source;
    this.idleNanos = idleNanos;
  }

  RelayTarget target() {
    return target;
  }

  Source source() {
    return source;
  }

  long idleNanos() {
    return idleNanos;
  }

  @Override
  public Outlet outlet(long record) {
    return sockets.of(this, record);
  }

  @Override
  public int targetSlot() {
    return target.slot();
  }
}
