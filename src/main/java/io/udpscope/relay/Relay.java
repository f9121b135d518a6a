package io.udpscope.relay;

import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.RelayTap;

/** Starts relays whose sockets belong to the network namespace of the thread that starts them. */
public final class Relay implements RelayStarter {
  @Override
  public Running start(RelayTap tap) {
    return DutyCycle.start(tap);
  }
}
