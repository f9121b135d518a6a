package io.udpscope.bench;

import io.udpscope.bench.ForwardingRun.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What forwarding a packet costs, next to others that do it: in turns, round by round, of which the
 * median counts.
 */
final class Forwarding {
  /** What all of them can take. */
  private static final long FIXED_RATE = 20_000;

  private static final int ROUNDS = 3;
  private static final double SECONDS = 3;
  private static final double QUICK_SECONDS = 1;

  private static final Forwarder NO_HOST = new Peers.NoHost();
  private static final Forwarder NFTABLES = new Peers.Nftables();
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
      Stream.of(
              List.of(NO_HOST),
              SESSIONS,
              List.of(new Peers.Routing(), NFTABLES, new Peers.Nginx(), SOCAT))
          .flatMap(List::stream)
          .toList();

  private record Round(Load fixed, Load most) {}

  private final double seconds;
  private final Map<Forwarder, List<Round>> rounds = new LinkedHashMap<>();
  private final List<Double> busyAnyway = new ArrayList<>();

  private Forwarding(double seconds) {
    this.seconds = seconds;
  }

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    Forwarding forwarding = new Forwarding(quick ? QUICK_SECONDS : SECONDS);
    for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
      forwarding.measureRound();
    }
    forwarding.addTo(report);
  }

  private void measureRound() throws IOException, InterruptedException {
    double anyway = measureBusyAnyway();
    busyAnyway.add(anyway);
    for (Forwarder forwarder : ALL) {
      try (ForwardingRun run = new ForwardingRun(forwarder)) {
        Load fixed = run.load(FIXED_RATE, seconds, anyway);
        Load most = run.load(Frames.MOST, seconds, anyway);
        rounds.computeIfAbsent(forwarder, key -> new ArrayList<>()).add(new Round(fixed, most));
      }
    }
  }

  /** Processors in use while nothing is sent. */
  private double measureBusyAnyway() throws IOException, InterruptedException {
    ProcessorTime start = ProcessorTime.now();
    Thread.sleep((long) (seconds * 1000));
    ProcessorTime end = ProcessorTime.now();
    return end.busySecondsSince(start) / end.secondsSince(start);
  }

  private void addTo(Report report) {
    for (Forwarder session : SESSIONS) {
      report.add(compare(session, NFTABLES, Round::most, "at the most, to nftables", 1));
      report.add(compare(session, SOCAT, Round::fixed, "at 20,000/s, to socat", 0.2));
    }
    double anyway = median(busyAnyway.stream());
    report.add(Figure.absolute("forward: busy with other things", "processors", anyway, 0.1));
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
    row.put("20k/s machine µs", median(forwarder, Round::fixed, Load::machine));
    row.put("20k/s own µs", own(forwarder, Round::fixed));
    row.put("most/s", Math.rint(median(forwarder, Round::most, Load::perSecond)));
    row.put("most lost %", median(forwarder, Round::most, Load::lost));
    row.put("most machine µs", median(forwarder, Round::most, Load::machine));
    row.put("most own µs", own(forwarder, Round::most));
    return row;
  }

  /** Without what is charged where nobody forwards; microseconds a packet. */
  private double own(Forwarder forwarder, Function<Round, Load> rate) {
    return median(forwarder, rate, Load::charged) - median(NO_HOST, rate, Load::charged);
  }

  private double median(
      Forwarder forwarder, Function<Round, Load> rate, ToDoubleFunction<Load> value) {
    return median(rounds.get(forwarder).stream().map(rate).map(value::applyAsDouble));
  }

  private static double median(Stream<Double> values) {
    double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
