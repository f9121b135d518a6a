package io.udpscope.app;

import io.udpscope.app.health.Host;
import io.udpscope.app.health.PathCounter;
import io.udpscope.model.IpAddress;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host whose kernel says what a test makes it say. */
public final class ReplayHost implements Host {
  private final Map<String, Long> counters = new HashMap<>();
  private final List<UdpSocket> sockets = new ArrayList<>();
  private final Set<IpAddress> addresses = new HashSet<>();
  private final Map<Long, SocketOwner> owners = new HashMap<>();
  private int looks;

  /** A healthy host: all counters are there. */
  public ReplayHost() {
    for (PathCounter counter : PathCounter.values()) {
      counter.sources().stream()
          .filter(name -> !name.matches("(ledger|rules|ring|relay)\\..*"))
          .forEach(name -> counters.put(name, 1000L));
    }
  }

  public ReplayHost count(String name, long more) {
    counters.merge(name, more, Long::sum);
    return this;
  }

  public ReplayHost address(String address) {
    addresses.add(IpAddress.parse(address));
    return this;
  }

  /** Somebody listens. */
  public ReplayHost listen(UdpSocket socket, SocketOwner owner) {
    sockets.add(socket);
    owners.put(socket.inode(), owner);
    return this;
  }

  /** A socket of a process that nobody can see. */
  public ReplayHost listen(UdpSocket socket) {
    sockets.add(socket);
    return this;
  }

  /** How often the counters were read. */
  public int looks() {
    return looks;
  }

  @Override
  public Map<String, Long> counters(Collection<Integer> ifindexes) {
    looks++;
    return new HashMap<>(counters);
  }

  @Override
  public Optional<List<UdpSocket>> sockets() {
    return Optional.of(List.copyOf(sockets));
  }

  @Override
  public Set<IpAddress> addresses() {
    return Set.copyOf(addresses);
  }

  @Override
  public Optional<UdpMemory> memory() {
    return Optional.of(new UdpMemory(12, 1_151_598));
  }

  @Override
  public String facts() {
    return "kernel 6.1.0\neth0 10.0.0.2/24 02:42:ac:11:00:03\n";
  }

  @Override
  public boolean seekOwners(Set<Long> inodes, long sliceNanos) {
    return true;
  }

  @Override
  public Optional<SocketOwner> owner(long inode) {
    return Optional.ofNullable(owners.get(inode));
  }

  @Override
  public void close() {}
}
