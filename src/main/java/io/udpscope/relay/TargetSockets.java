package io.udpscope.relay;

import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayTap;
import io.udpscope.model.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One socket of our own for each target and source. */
final class TargetSockets implements AutoCloseable {
  private final RelayTap tap;
  private final Map<Key, TargetSocket> sockets = new HashMap<>();
  private final Set<Key> notAskedFor = new HashSet<>();

  private record Key(RelayTarget target, Source source) {}

  TargetSockets(RelayTap tap) {
    this.tap = tap;
  }

  TargetSocket to(RelayTarget target, Source source) {
    Key key = new Key(target, source);
    notAskedFor.remove(key);
    return sockets.computeIfAbsent(key, absent -> new TargetSocket(tap, target, source));
  }

  /** The rules have changed: whoever wants a socket asks for it again. */
  void forget() {
    notAskedFor.addAll(sockets.keySet());
  }

  /** Closes those that nobody has asked for since {@link #forget}. */
  void closeUnused() {
    notAskedFor.forEach(key -> sockets.remove(key).close());
    notAskedFor.clear();
  }

  /** Counts errors about the last datagrams of a socket, which no later call meets. */
  void hearErrors(Sender sender) {
    for (TargetSocket socket : sockets.values()) {
      if (socket.mayHearOfErrors() && socket.isOpen()) {
        sender.drain(socket);
      }
    }
  }

  @Override
  public void close() {
    sockets.values().forEach(TargetSocket::close);
    sockets.clear();
  }
}
