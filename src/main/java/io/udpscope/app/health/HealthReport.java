package io.udpscope.app.health;

import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path from the wire to the sockets, at one moment. Immutable.
 *
 * @param counted since the session began; counters that this kernel does not have are absent
 * @param perSecond over the last second; absent until there were two looks
 * @param memory of all UDP sockets
 * @param ports what was asked about them
 * @param unheard who knows which packets nobody listened for
 */
public record HealthReport(
    Map<PathCounter, Long> counted,
    Map<PathCounter, Long> perSecond,
    Optional<Host.UdpMemory> memory,
    List<Listeners> ports,
    Unheard unheard) {
  public static final HealthReport NONE =
      new HealthReport(Map.of(), Map.of(), Optional.empty(), List.of(), Unheard.UNKNOWN);

  /**
   * The sockets on some ports.
   *
   * @param known false if the kernel does not tell of sockets
   * @param all how many there are; the list is of the first ones
   */
  public record Listeners(HostWish.Ports asked, boolean known, List<Listener> sockets, int all) {}

  /**
   * @param owner empty while it is sought
   * @param sought the processes that can be seen were looked at
   */
  public record Listener(UdpSocket socket, Optional<SocketOwner> owner, boolean sought) {}
}
