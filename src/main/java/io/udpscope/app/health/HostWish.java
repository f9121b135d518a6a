package io.udpscope.app.health;

import io.udpscope.model.PortRange;
import java.util.List;

/**
 * What the screen wants to know of the host.
 *
 * @param counters those of the path
 * @param ports whose sockets
 * @param unheard packets that nobody listens for are to be found out
 */
public record HostWish(boolean counters, List<Ports> ports, boolean unheard) {
  public static final HostWish NOTHING = new HostWish(false, List.of(), false);
  static final HostWish PACKETS = new HostWish(false, List.of(), true);

  /**
   * @param origin whose ports they are: {@code rule telemetry}, {@code packet 12}
   * @param arriving as they are on the wire
   * @param listened as sockets see them: translated
   */
  public record Ports(String origin, PortRange arriving, PortRange listened) {}

  public HostWish {
    ports = List.copyOf(ports);
  }
}
