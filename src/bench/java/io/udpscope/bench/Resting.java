package io.udpscope.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What everything that can run for days costs while no packet comes, side by side in the same half
 * minute: processor time, wake-ups, memory.
 */
final class Resting implements Closeable {
  private static final TargetPlace PLACE = TargetPlace.LOOPBACK;
  private static final String SECOND = "h1";
  private static final int PACKETS_IN_FILE = 200_000;
  private static final List<Forwarder> WITHOUT_SCREEN =
      List.of(
          new ForwardingSession("run", PLACE, "native", List.of()),
          new ForwardingSession(
              "run, with a relay",
              PLACE,
              "native",
              List.of("--to", PLACE.endpoint(), "--path", "relay")),
          new Peers.Socat(PLACE));

  private final Scratch scratch = new Scratch();
  private final Deque<Closeable> running = new ArrayDeque<>();
  private final Map<String, Long> pids = new LinkedHashMap<>();

  private Resting() throws IOException {}

  static void measure(Report report, int seconds) throws IOException, InterruptedException {
    try (Resting all = new Resting()) {
      all.start();
      TimeUnit.SECONDS.sleep(SessionCost.SETTLING_SECONDS);
      Map<String, Cost> before = all.costs();
      TimeUnit.SECONDS.sleep(seconds);
      Map<String, Cost> after = all.costs();
      for (String name : before.keySet()) {
        report.addRow("at rest", row(name, before.get(name), after.get(name), seconds));
      }
    }
  }

  private void start() throws IOException, InterruptedException {
    Network.add(SECOND, "p1", "02:00:00:00:00:12");
    screen("live", Network.NEAR).awaitShown("(no rule)");
    LiveSession filtered = screen("live, with a filter", SECOND);
    filtered.awaitShown("(no rule)");
    filtered.type("/udp port 53\r");
    Path file = scratch.directory().resolve("capture.pcap");
    Reading.write(file, PACKETS_IN_FILE);
    screen("read, all of it read", "read", file.toString()).awaitShown("▸");
    LiveSession demo = screen("demo, frozen", "demo");
    demo.awaitShown("passed");
    demo.type(" ");
    for (Forwarder one : WITHOUT_SCREEN) {
      ForwardingNetwork network = new ForwardingNetwork(PLACE);
      running.push(network::close);
      Path directory = Files.createDirectory(scratch.directory().resolve(one.name()));
      Forwarder.Running process = one.startOn(network.host(), directory);
      running.push(process::close);
      pids.put(one.name(), process.processes().get(0).pid());
    }
  }

  private LiveSession screen(String name, String... arguments) throws IOException {
    LiveSession session = new LiveSession(arguments);
    running.push(session);
    pids.put(name, (long) session.pid());
    return session;
  }

  private Map<String, Cost> costs() throws IOException {
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Map.Entry<String, Long> one : pids.entrySet()) {
      costs.put(one.getKey(), Cost.of(one.getValue()));
    }
    return costs;
  }

  private static Map<String, Object> row(String name, Cost before, Cost after, int seconds) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("at rest", name);
    row.put("% of a core", 100e-9 * (after.nanos - before.nanos) / seconds);
    row.put("wake-ups/s", (after.wakeUps - before.wakeUps) / (double) seconds);
    row.put("RSS MiB", after.resident / 1024.0);
    row.put("of them shared with none", after.unshared / 1024.0);
    return row;
  }

  @Override
  public void close() throws IOException {
    while (!running.isEmpty()) {
      running.pop().close();
    }
    scratch.close();
  }

  /**
   * What a process has cost so far, and has in memory now.
   *
   * @param nanos on a processor
   * @param wakeUps times that its threads had nothing to do and went to sleep
   * @param resident KiB
   * @param unshared KiB that would be free without it
   */
  private record Cost(long nanos, long wakeUps, long resident, long unshared) {
    static Cost of(long pid) throws IOException {
      Path process = Path.of("/proc/" + pid);
      long wakeUps = 0;
      try (var threads = Files.list(process.resolve("task"))) {
        for (Path thread : threads.toList()) {
          wakeUps += sum(thread.resolve("status"), "voluntary_ctxt_switches:");
        }
      }
      Path memory = process.resolve("smaps_rollup");
      long unshared = sum(memory, "Private_Clean:") + sum(memory, "Private_Dirty:");
      long nanos = ChargedTime.of(List.of(ProcessHandle.of(pid).orElseThrow())).nanos();
      return new Cost(nanos, wakeUps, sum(memory, "Rss:"), unshared);
    }

    /** The number in the line that begins with this. */
    private static long sum(Path file, String name) throws IOException {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    }
  }
}
