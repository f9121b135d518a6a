package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.model.Source;
import java.util.HashMap;
import java.util.Map;

/** One socket of our own for each target and source. */
final class TargetSockets implements AutoCloseable {
  private final RelayTap tap;
  private final Map<Key, TargetSocket> sockets = new HashMap<>();

  private record Key(RelayTarget target, Source source) {}

  TargetSockets(RelayTap tap) {
    this.tap = tap;
  }

  TargetSocket of(RelayTarget target, Source source) {
    return sockets.computeIfAbsent(
        new Key(target, source), key -> new TargetSocket(tap, target, source));
  }

  /** Closes those of targets that nobody sends to any more. */
  void closeUnused() {
    sockets
        .entrySet()
        .removeIf(
            entry -> {
              boolean unused = !tap.hasTarget(entry.getKey().target().slot());
              if (unused) {
                entry.getValue().close();
              }
              return unused;
            });
  }

  @Override
  public void close() {
    sockets.values().forEach(TargetSocket::close);
    sockets.clear();
  }
}
