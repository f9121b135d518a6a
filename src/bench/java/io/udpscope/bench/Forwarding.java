package io.udpscope.bench;

import io.udpscope.bench.Frames.Offered;
import io.udpscope.bench.Sink.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What forwarding a packet costs the whole machine, next to others that do it: in turns, round by
 * round, of which the median counts.
 */
final class Forwarding {
  /** What all of them can take. */
  private static final long FIXED_RATE = 20_000;

  private static final int CHECK_RATE = 1000;
  private static final int ROUNDS = 3;
  private static final double SECONDS = 3;
  private static final double QUICK_SECONDS = 1;

  /** Of the sender, before what is measured begins and after it ends. */
  private static final double SPARE_SECONDS = 1;

  private static final long SETTLING_MILLIS = 300;

  private static final Forwarder NO_HOST = new Peers.NoHost();
  private static final Forwarder ROUTING = new Peers.Routing();
  private static final Forwarder NFTABLES = new Peers.Nftables();
  private static final Forwarder NGINX = new Peers.Nginx();
  private static final Forwarder SOCAT = new Peers.Socat();
  private static final List<Forwarder> SESSIONS =
      List.of(
          new ForwardingSession("native", "keep"),
          new ForwardingSession("native", "masquerade"),
          new ForwardingSession("generic", "keep"),
          new ForwardingSession("generic", "masquerade"),
          new ForwardingSession("tc", "keep"),
          new ForwardingSession("tc", "masquerade"));
  private static final List<Forwarder> ALL =
      Stream.of(List.of(NO_HOST), SESSIONS, List.of(ROUTING, NFTABLES, NGINX, SOCAT))
          .flatMap(List::stream)
          .toList();

  private final double seconds;
  private final Map<Forwarder, List<Round>> rounds = new LinkedHashMap<>();

  private Forwarding(double seconds) {
    this.seconds = seconds;
  }

  /**
   * One rate.
   *
   * @param lost of what was sent, percent
   * @param perSecond packets that arrived
   * @param cost processor time for each of them that arrived, microseconds; what the machine uses
   *     when nothing is sent is taken off
   */
  private record Load(double lost, double perSecond, double cost) {}

  private record Round(Load fixed, Load most) {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    Forwarding forwarding = new Forwarding(quick ? QUICK_SECONDS : SECONDS);
    for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
      forwarding.measureRound();
    }
    forwarding.addTo(report);
  }

  private void measureRound() throws IOException, InterruptedException {
    double busyAnyway = busyAnyway();
    for (Forwarder forwarder : ALL) {
      rounds.computeIfAbsent(forwarder, key -> new ArrayList<>()).add(run(forwarder, busyAnyway));
    }
  }

  /** Processors in use while nothing is sent. */
  private double busyAnyway() throws IOException, InterruptedException {
    Thread.sleep(SETTLING_MILLIS);
    ProcessorTime start = ProcessorTime.now();
    Thread.sleep((long) (seconds * 1000));
    ProcessorTime end = ProcessorTime.now();
    return end.busySecondsSince(start) / end.secondsSince(start);
  }

  private Round run(Forwarder forwarder, double busyAnyway)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("udpscope-bench");
    try (ForwardingNetwork network = new ForwardingNetwork(forwarder.needsHost());
        Sink sink = network.openSink()) {
      Frames frames = network.frames(forwarder.addressesTarget());
      AutoCloseable running = forwarder.startOn(network.host(), directory);
      try {
        check(forwarder, network, frames, sink);
        return new Round(
            load(network, frames, sink, FIXED_RATE, busyAnyway),
            load(network, frames, sink, Frames.MOST, busyAnyway));
      } finally {
        end(running);
      }
    } finally {
      delete(directory);
    }
  }

  private static void end(AutoCloseable running) throws IOException {
    try {
      running.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Before anything is measured, a socket on the target gets what was sent, byte for byte. */
  private static void check(
      Forwarder forwarder, ForwardingNetwork network, Frames frames, Sink sink)
      throws IOException, InterruptedException {
    Offered offered = Offered.by(network.startSender(frames, CHECK_RATE, 1));
    Thread.sleep(SETTLING_MILLIS);
    Counts counts = sink.datagrams();
    if (counts.right() != offered.frames() || counts.wrong() != 0 || sink.errors() != 0) {
      throw new IOException(
          forwarder.name()
              + ": of "
              + offered.frames()
              + " packets "
              + counts.right()
              + " arrived as they were sent, "
              + counts.wrong()
              + " changed, and UDP counts "
              + sink.errors()
              + " errors");
    }
  }

  private Load load(
      ForwardingNetwork network, Frames frames, Sink sink, long rate, double busyAnyway)
      throws IOException, InterruptedException {
    Counts before = sink.frames();
    Process sender = network.startSender(frames, rate, seconds + SPARE_SECONDS);
    while (sink.frames().right() == before.right() && sender.isAlive()) {
      Thread.sleep(10);
    }
    Thread.sleep(SETTLING_MILLIS);
    ProcessorTime start = ProcessorTime.now();
    long first = sink.frames().right();
    Thread.sleep((long) (seconds * 1000));
    ProcessorTime end = ProcessorTime.now();
    long packets = sink.frames().right() - first;
    Offered offered = Offered.by(sender);
    Thread.sleep(SETTLING_MILLIS);
    Counts after = sink.frames();
    if (after.wrong() != 0 || packets == 0) {
      throw new IOException(packets + " packets arrived, and " + after.wrong() + " are changed");
    }
    double busy = end.busySecondsSince(start) - busyAnyway * end.secondsSince(start);
    return new Load(
        100 * (1 - (double) (after.right() - before.right()) / offered.frames()),
        packets / end.secondsSince(start),
        1e6 * busy / packets);
  }

  private void addTo(Report report) {
    for (Forwarder session : SESSIONS) {
      report.add(compare(session, NFTABLES, Round::most, "at the most, to nftables", 1));
      report.add(compare(session, SOCAT, Round::fixed, "at 20,000/s, to socat", 0.2));
    }
    ALL.forEach(forwarder -> report.addRow("forwarding", row(forwarder)));
  }

  private Figure compare(
      Forwarder session, Forwarder peer, Function<Round, Load> rate, String what, double most) {
    String metric = session.name().replace("udpscope,", "forward,") + ": a packet " + what;
    return Figure.ratio(metric, "µs", own(session, rate), own(peer, rate), most);
  }

  private Map<String, Object> row(Forwarder forwarder) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("forwarding", forwarder.name());
    row.put("20k/s lost %", median(forwarder, Round::fixed, Load::lost));
    row.put("20k/s µs", median(forwarder, Round::fixed, Load::cost));
    row.put("20k/s own µs", own(forwarder, Round::fixed));
    row.put("most/s", Math.rint(median(forwarder, Round::most, Load::perSecond)));
    row.put("most lost %", median(forwarder, Round::most, Load::lost));
    row.put("most µs", median(forwarder, Round::most, Load::cost));
    row.put("most own µs", own(forwarder, Round::most));
    return row;
  }

  /** Without what sending and receiving cost where nobody forwards; microseconds a packet. */
  private double own(Forwarder forwarder, Function<Round, Load> rate) {
    return median(forwarder, rate, Load::cost) - median(NO_HOST, rate, Load::cost);
  }

  private double median(
      Forwarder forwarder, Function<Round, Load> rate, ToDoubleFunction<Load> value) {
    double[] sorted =
        rounds.get(forwarder).stream().map(rate).mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
