package io.udpscope.relay;

import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.RelayTap;
import java.util.function.Consumer;

/** Starts relays whose sockets belong to the network namespace of the thread that starts them. */
public final class Relay implements RelayStarter {
  private final Consumer<Throwable> onDeath;

  /**
   * @param onDeath is told, on the relay's thread, why one ended by itself; what it would have sent
   *     passes from then on
   */
  public Relay(Consumer<Throwable> onDeath) {
    this.onDeath = onDeath;
  }

  @Override
  public Running start(RelayTap tap) {
    return DutyCycle.start(tap, onDeath);
  }
}
