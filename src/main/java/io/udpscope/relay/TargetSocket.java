package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.model.Source;

/**
 * Sends all that goes to one target, and hears no answers. Connected, where the target names a
 * port.
 */
final class TargetSocket extends OwnSocket implements Way {
  TargetSocket(RelayTap tap, RelayTarget target, Source source) {
    super(tap, target, source);
  }

  @Override
  int listen(int socket) {
    UdpSocket.hearNothing(socket);
    return 0;
  }

  @Override
  int port() {
    return target().port();
  }

  @Override
  public Outlet outlet(long record) {
    return this;
  }

  @Override
  public int targetSlot() {
    return target().slot();
  }
}
