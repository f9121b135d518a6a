package io.udpscope.host;

import io.udpscope.app.health.Host;
import io.udpscope.ffi.Libc;
import io.udpscope.model.IpAddress;
import io.udpscope.model.SocketOwner;
import io.udpscope.model.UdpSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The network namespace of the thread that opened this, for as long as that thread lives. What the
 * kernel keeps for the whole machine (softnet, UDP memory) is the machine's.
 */
public final class ThisHost implements Host {
  private static final Path PROC = Path.of("/proc");

  private final Path net;
  private final RouteQuestions routes;
  private final SocketDiagnosis diagnosis;
  private final SocketOwners owners = new SocketOwners(PROC);
  private boolean diagnoses = true;

  private ThisHost(Path net, RouteQuestions routes, SocketDiagnosis diagnosis) {
    this.net = net;
    this.routes = routes;
    this.diagnosis = diagnosis;
  }

  /**
   * @throws io.udpscope.ffi.NetlinkException if there are no descriptors left
   */
  public static ThisHost open() {
    RouteQuestions routes = new RouteQuestions();
    try {
      Path net = PROC.resolve("self/task/" + Libc.threadId() + "/net");
      return new ThisHost(net, routes, new SocketDiagnosis());
    } catch (RuntimeException e) {
      routes.close();
      throw e;
    }
  }

  @Override
  public Map<String, Long> counters(Collection<Integer> ifindexes) {
    Map<String, Long> counters = new HashMap<>();
    ifindexes.forEach(ifindex -> routes.putCounters(ifindex, counters));
    CounterText.putSoftnet(lines(net.resolve("softnet_stat")), counters);
    CounterText.putPairs(lines(net.resolve("snmp")), counters);
    CounterText.putPairs(lines(net.resolve("netstat")), counters);
    CounterText.putLines(lines(net.resolve("snmp6")), counters);
    return counters;
  }

  @Override
  public Optional<List<UdpSocket>> sockets() {
    Optional<List<UdpSocket>> exact = diagnoses ? diagnosis.sockets() : Optional.empty();
    if (exact.isPresent()) {
      return exact;
    }
    diagnoses = false;
    List<String> ipv4 = lines(net.resolve("udp"));
    if (ipv4.isEmpty()) {
      return Optional.empty(); // there would be a heading at least
    }
    List<SocketTable.Row> rows = new ArrayList<>(SocketTable.read(ipv4));
    rows.addAll(SocketTable.read(lines(net.resolve("udp6"))));
    return Optional.of(rows.stream().map(SocketTable.Row::socket).toList());
  }

  @Override
  public Set<IpAddress> addresses() {
    return routes.addresses();
  }

  @Override
  public Optional<UdpMemory> memory() {
    long pages = CounterText.word(lines(net.resolve("sockstat")), "UDP:", "mem");
    long[] limits = CounterText.numbers(lines(PROC.resolve("sys/net/ipv4/udp_mem")));
    return pages < 0 || limits.length != 3
        ? Optional.empty()
        : Optional.of(new UdpMemory(pages, limits[2]));
  }

  @Override
  public String facts() {
    return String.join("\n", new HostFacts(routes, PROC).lines()) + "\n";
  }

  @Override
  public boolean seekOwners(Set<Long> inodes, long sliceNanos) {
    return owners.seek(inodes, sliceNanos);
  }

  @Override
  public Optional<SocketOwner> owner(long inode) {
    return owners.owner(inode);
  }

  /** What cannot be read is as good as empty. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    owners.close();
    diagnosis.close();
    routes.close();
  }
}
