package io.udpscope.relay;

import io.udpscope.datapath.RelayTap;
import io.udpscope.ffi.Libc;

/** Sends what one client says to one target, and hears what that answers. */
final class ClientSocket extends OwnSocket {
  /** Answers that come during a nap. */
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private final int index;
  private final long flow;
  private final int port;
  private final long idleNanos;
  private final ReadySockets ready;
  private long latest;

  /** The next one with the same hash. */
  ClientSocket inBucket;

  /** Neighbours in the order of their latest datagrams. */
  ClientSocket older;

  ClientSocket newer;

  /**
   * @param index names it to {@code ready}
   * @param flow address of a copy of the record that began it, without the payload
   */
  ClientSocket(RelayTap tap, ClientWay way, int index, long flow, ReadySockets ready) {
    super(tap, way.target(), way.source());
    this.index = index;
    this.flow = flow;
    this.port = way.target().port() != 0 ? way.target().port() : RecordFields.port(flow);
    this.idleNanos = way.idleNanos();
    this.ready = ready;
  }

  int index() {
    return index;
  }

  long flow() {
    return flow;
  }

  void touch(long now) {
    latest = now;
  }

  boolean isIdle(long now) {
    return now - latest >= idleNanos;
  }

  /** Whether it was made for such a way, maybe by another generation. */
  boolean isFor(ClientWay way) {
    return target().equals(way.target())
        && source().equals(way.source())
        && idleNanos == way.idleNanos();
  }

  @Override
  int listen(int socket) {
    Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES);
    return ready.add(socket, index) < 0 ? Libc.errno() : 0;
  }

  @Override
  int port() {
    return port;
  }
}
