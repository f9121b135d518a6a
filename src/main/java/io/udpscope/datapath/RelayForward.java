package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Source;
import java.util.List;
import java.util.Optional;

/**
 * Where a rule sends to, for the relay.
 *
 * @param toAll a copy goes to each target; else to the one whose slot the record bears
 * @param replies answers go back to the client
 * @param idleSeconds a client's socket is closed when no packet of it was seen for so long
 * @param targets those that are up and have an address
 */
public record RelayForward(
    Source source, boolean toAll, boolean replies, int idleSeconds, List<RelayTarget> targets) {
  /**
   * @param slot its identity, under which it is counted
   * @param port 0: the packet's, after translation
   * @param interfaceName the way out, for packets from an address of ours; empty leaves it to the
   *     routes
   */
  public record RelayTarget(
      int slot, IpAddress address, int port, Optional<String> interfaceName) {}

  public RelayForward {
    targets = List.copyOf(targets);
  }
}
