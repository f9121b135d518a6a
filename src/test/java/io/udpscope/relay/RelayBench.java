package io.udpscope.relay;

import io.udpscope.datapath.RelayForward;
import io.udpscope.datapath.RelayForward.RelayTarget;
import io.udpscope.datapath.RelayStarter;
import io.udpscope.datapath.bpf.NetworkNamespace;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Source;
import io.udpscope.netns.datapath.Eventually;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A relay in a network of its own, {@code here}, that is linked to another: h0 here, p0 there. Its
 * ring is the test's.
 */
final class RelayBench implements AutoCloseable {
  static final String HERE = "10.76.0.1";
  static final String THERE = "10.76.0.2";
  static final String HERE_6 = "fd76::1";
  static final String THERE_6 = "fd76::2";

  final NetworkNamespace here = NetworkNamespace.create("here");
  final NetworkNamespace there = NetworkNamespace.create("there");
  final MemoryTap tap = new MemoryTap();
  private final Deque<Listener> listeners = new ArrayDeque<>();
  private final RelayStarter.Running relay;

  RelayBench() {
    NetworkNamespace.linkPair(
        here.end("h0", HERE + "/24", HERE_6 + "/64"),
        there.end("p0", THERE + "/24", THERE_6 + "/64"));
    relay = here.call(() -> new Relay().start(tap));
  }

  Listener listenHere(String address, int port) {
    return own(Listener.on(here, address, port));
  }

  Listener listenThere(String address, int port) {
    return own(Listener.on(there, address, port));
  }

  private Listener own(Listener listener) {
    listeners.push(listener);
    return listener;
  }

  static RelayTarget target(int slot, String address, int port) {
    return new RelayTarget(slot, IpAddress.parse(address), port, Optional.empty());
  }

  static RelayTarget target(int slot, String address, int port, String interfaceName) {
    return new RelayTarget(slot, IpAddress.parse(address), port, Optional.of(interfaceName));
  }

  static RelayForward masquerade(RelayTarget... targets) {
    return new RelayForward(Source.MASQUERADE, false, false, 60, List.of(targets));
  }

  static RelayForward keep(RelayTarget... targets) {
    return new RelayForward(Source.KEEP, false, false, 60, List.of(targets));
  }

  static RelayForward toAll(Source source, RelayTarget... targets) {
    return new RelayForward(source, true, false, 60, List.of(targets));
  }

  static RelayForward withReplies(int idleSeconds, RelayTarget... targets) {
    return new RelayForward(Source.MASQUERADE, false, true, idleSeconds, List.of(targets));
  }

  /** Waits until so many are counted as sent to a target, and says how many are. */
  long sent(int targetSlot, long expected) {
    return Eventually.becomes(expected, () -> tap.sent(targetSlot));
  }

  /** Ends the relay. */
  void endRelay() {
    relay.close();
  }

  @Override
  public void close() {
    relay.close();
    listeners.forEach(Listener::close);
    tap.close();
    here.close();
    there.close();
  }
}
