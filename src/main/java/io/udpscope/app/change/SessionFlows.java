package io.udpscope.app.change;

import io.udpscope.model.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * How the operator's session comes to this host, as far as that can be told.
 *
 * @param client where it comes from; empty at the machine itself
 * @param carriers UDP without which it would be cut off
 */
public record SessionFlows(Optional<IpAddress> client, List<Carrier> carriers) {
  /** A session that no network carries. */
  public static final SessionFlows NONE = new SessionFlows(Optional.empty(), List.of());

  public SessionFlows {
    carriers = List.copyOf(carriers);
  }
}
