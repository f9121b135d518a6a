package io.udpscope.app.health;

import io.udpscope.model.Ledger;
import io.udpscope.model.RelayState;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.UdpSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the host once a second, at what the screen wants to know and no more. The agent's: only
 * the search for processes takes long, and is done in slices.
 */
public final class Health implements AutoCloseable {
  private static final long SLICE_NANOS = 1_000_000;
  private static final int MAX_SOCKETS = 50;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SECOND_NANOS = 1_000_000_000;

  /** A host with very many sockets is asked for them less often: a twentieth of the time. */
  private static final long REST = 20;

  /** Two looks that are further apart than this say nothing of the last second. */
  private static final long RECENT_NANOS = 3_000_000_000L;

  /** The program's side of the path. */
  public record Program(Ledger ledger, Optional<RelayState> relay, Collection<RuleCounters> rules) {
    void putInto(Map<String, Long> counters) {
      counters.put("ledger.seen", ledger.seen().packets());
      counters.put("ledger.matched", ledger.matched().packets());
      counters.put("ledger.fragments", ledger.fragments().packets());
      counters.put("ledger.malformed", ledger.malformed().packets());
      counters.put("ring.lost", ledger.tap().lost());
      relay.ifPresent(one -> counters.put("relay.lost", one.ring().lost()));
      for (RuleCounters rule : rules) {
        counters.merge("rules.dropped", rule.dropped(), Long::sum);
        counters.merge(
            "rules.taken", rule.forwarded() + rule.relayed() + rule.replied(), Long::sum);
        counters.merge("rules.failed", rule.failures(), Long::sum);
      }
    }
  }

  private final Host host;
  private final Collection<Integer> ifindexes;
  private final Map<String, Long> atStart;
  private HostWish wish = HostWish.PACKETS;
  private Map<PathCounter, Long> counted = Map.of();
  private Map<PathCounter, Long> perSecond = Map.of();
  private long countedAt;
  private Optional<Host.UdpMemory> memory = Optional.empty();
  private Optional<List<UdpSocket>> sockets = Optional.empty();
  private Set<Long> inodes = Set.of();
  private boolean ownersFound = true;
  private Unheard unheard = Unheard.UNKNOWN;
  private long packetsThen = -1;
  private long restUntil;
  private HealthReport report = HealthReport.NONE;

  /**
   * @param ifindexes of the session's interfaces
   */
  public Health(Host host, Collection<Integer> ifindexes) {
    this.host = host;
    this.ifindexes = ifindexes;
    this.atStart = host.counters(ifindexes);
  }

  /** Looks at something else from now on, and at once. */
  public void wish(HostWish next, long nowNanos, Program program, long packets) {
    boolean began = next.counters() && !wish.counters();
    wish = next;
    if (began) {
      counted = Map.of();
      perSecond = Map.of();
    }
    tick(nowNanos, program, packets);
  }

  /**
   * A second is over.
   *
   * @param packets that ever came in
   */
  public void tick(long nowNanos, Program program, long packets) {
    boolean rested = nowNanos - restUntil >= 0;
    boolean listens = wish.unheard() && packets != packetsThen && rested;
    if (!wish.counters() && !listens) {
      return;
    }
    Map<String, Long> counters = host.counters(ifindexes);
    if (rested) {
      readSockets(nowNanos);
    }
    if (listens && sockets.isPresent()) {
      packetsThen = packets;
      look(nowNanos, counters, sockets.get());
    }
    if (wish.counters()) {
      program.putInto(counters);
      count(nowNanos, counters);
      memory = host.memory();
      seekOwners();
    }
    report = compose();
  }

  private void readSockets(long nowNanos) {
    long start = System.nanoTime();
    sockets = host.sockets();
    long rest = (System.nanoTime() - start) * REST;
    restUntil = rest < SECOND_NANOS ? nowNanos : nowNanos + rest;
  }

  private void look(long nowNanos, Map<String, Long> counters, List<UdpSocket> all) {
    long noPorts4 = counters.getOrDefault("Udp.NoPorts", 0L);
    long noPorts6 = counters.getOrDefault("Udp6NoPorts", 0L);
    Unheard.Ears ears = Unheard.Ears.of(all);
    unheard = unheard.with(new Unheard.Look(nowNanos, ears, host.addresses(), noPorts4, noPorts6));
  }

  private void count(long nowNanos, Map<String, Long> counters) {
    Map<PathCounter, Long> now = new EnumMap<>(PathCounter.class);
    Map<PathCounter, Long> rates = new EnumMap<>(PathCounter.class);
    double seconds = (nowNanos - countedAt) / NANOS_PER_SECOND;
    for (PathCounter counter : PathCounter.values()) {
      counter
          .of(counters)
          .ifPresent(value -> now.put(counter, value - counter.of(atStart).orElse(0)));
      Long before = counted.get(counter);
      if (before != null && now.containsKey(counter) && seconds > 0) {
        rates.put(counter, Math.max(0, Math.round((now.get(counter) - before) / seconds)));
      }
    }
    boolean recent = nowNanos - countedAt < RECENT_NANOS;
    perSecond = recent && !counted.isEmpty() ? Map.copyOf(rates) : Map.of();
    counted = Map.copyOf(now);
    countedAt = nowNanos;
  }

  private void seekOwners() {
    Set<Long> wanted = new HashSet<>();
    for (HostWish.Ports ports : wish.ports()) {
      on(ports).stream().limit(MAX_SOCKETS).forEach(socket -> wanted.add(socket.inode()));
    }
    inodes = wanted;
    ownersFound = wanted.isEmpty();
  }

  private List<UdpSocket> on(HostWish.Ports ports) {
    return sockets.orElse(List.of()).stream()
        .filter(socket -> ports.listened().contains(socket.port()))
        .toList();
  }

  public boolean isBusy() {
    return !ownersFound;
  }

  /**
   * Goes on with what takes long.
   *
   * @return whether there is something new to show
   */
  public boolean advance() {
    if (ownersFound) {
      return false;
    }
    ownersFound = host.seekOwners(inodes, SLICE_NANOS);
    if (!ownersFound) {
      return false;
    }
    HealthReport before = report;
    report = compose();
    return !before.equals(report);
  }

  public HealthReport report() {
    return report;
  }

  private HealthReport compose() {
    List<HealthReport.Listeners> listeners = new ArrayList<>();
    for (HostWish.Ports ports : wish.ports()) {
      List<UdpSocket> found = on(ports);
      List<HealthReport.Listener> rows =
          found.stream().limit(MAX_SOCKETS).map(this::listener).toList();
      listeners.add(new HealthReport.Listeners(ports, sockets.isPresent(), rows, found.size()));
    }
    return new HealthReport(counted, perSecond, memory, List.copyOf(listeners), unheard);
  }

  private HealthReport.Listener listener(UdpSocket socket) {
    return new HealthReport.Listener(socket, host.owner(socket.inode()), ownersFound);
  }

  @Override
  public void close() {
    host.close();
  }
}
