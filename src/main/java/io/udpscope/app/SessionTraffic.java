package io.udpscope.app;

import io.udpscope.app.change.Carrier;
import io.udpscope.app.change.SessionFlows;
import io.udpscope.capture.PacketRows;
import io.udpscope.model.Direction;
import io.udpscope.model.IpAddress;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.PortRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What carries the operator's session: what is known of it from the start, and what of the packets
 * captured lately comes from where the session comes from, or to a port that carries it. The
 * agent's.
 */
final class SessionTraffic {
  /** A change waits for this, so it is some milliseconds at most. */
  private static final int MAX_ROWS = 50_000;

  private static final int UDP_BYTES = 8;

  private final PacketRows store;
  private final SessionFlows session;
  private final PacketRecord packet = new PacketRecord();

  SessionTraffic(PacketRows store, SessionFlows session) {
    this.store = store;
    this.session = session;
  }

  List<Carrier> carriers() {
    if (session.client().isEmpty()) {
      return session.carriers();
    }
    Set<Carrier> seen = new LinkedHashSet<>();
    long oldest = Math.max(store.firstRow(), store.endRow() - MAX_ROWS);
    for (long row = store.endRow() - 1; row >= oldest; row--) {
      if (!store.isGap(row)) {
        store.packet(row, packet);
        look().ifPresent(seen::add);
      }
    }
    List<Carrier> all = new ArrayList<>(session.carriers());
    all.addAll(seen);
    return all;
  }

  private Optional<Carrier> look() {
    if (packet.direction() == Direction.OUT
        || !packet.holds(packet.transportOffset() + UDP_BYTES)) {
      return Optional.empty();
    }
    IpAddress source = packet.source();
    int port = packet.destinationPort();
    Optional<String> what = what(source, port);
    return what.map(
        text ->
            new Carrier(
                text,
                Optional.of(source),
                Optional.of(packet.destination()),
                new PortRange(port, port)));
  }

  private Optional<String> what(IpAddress source, int port) {
    for (Carrier carrier : session.carriers()) {
      boolean single = carrier.ports().first() == carrier.ports().last();
      if (single && carrier.ports().contains(port)) {
        return Optional.of(carrier.what());
      }
    }
    return session
        .client()
        .filter(source::equals)
        .map(client -> "UDP from " + client + ", where you come from");
  }
}
