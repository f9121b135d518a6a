package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.model.Source;

/**
 * Sends all that goes to one target, and hears no answers. Connected, where the target names a
 * port.
 */
final class TargetSocket extends OwnSocket implements Way {
  /** A neighbour that does not answer is given up after three. */
  private static final int SECONDS_OF_ERRORS = 10;

  private int secondsQuiet = SECONDS_OF_ERRORS;

  TargetSocket(RelayTap tap, RelayTarget target, Source source) {
    super(tap, target, source);
  }

  @Override
  int listen(int socket) {
    UdpSocket.hearNothing(socket);
    return 0;
  }

  @Override
  void countSent(int targetSlot, long packets, long bytes) {
    super.countSent(targetSlot, packets, bytes);
    secondsQuiet = 0;
  }

  /** To be asked each second: whether errors about what it sent may still come. */
  boolean mayHearOfErrors() {
    return secondsQuiet++ < SECONDS_OF_ERRORS;
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
