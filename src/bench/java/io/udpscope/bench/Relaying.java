package io.udpscope.bench;

import io.udpscope.bench.ForwardingRun.Load;
import io.udpscope.bench.RelayLatency.Measured;
import io.udpscope.bench.RelayLatency.Times;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What relaying a packet to a target on loopback costs, next to others that do it. */
final class Relaying {
  private static final TargetPlace PLACE = TargetPlace.LOOPBACK;
  private static final long LOW = 20_000;
  private static final long HIGH = 100_000;
  private static final Map<Long, String> RATES = new LinkedHashMap<>();

  static {
    RATES.put(LOW, "20,000/s");
    RATES.put(HIGH, "100,000/s");
    RATES.put(Frames.MOST, "the most");
  }

  private static final int SPARSE = 200;
  private static final int ROUNDS = 3;
  private static final double SECONDS = 4;
  private static final double QUICK_SECONDS = 1;
  private static final double LATENCY_SECONDS = 10;
  private static final double QUICK_LATENCY_SECONDS = 3;

  /** What the JVM compiles in the first seconds is no cost of relaying. */
  private static final double WARM_UP_SECONDS = 12;

  private static final double QUICK_WARM_UP_SECONDS = 8;

  private static final Forwarder NOBODY = new Peers.Nobody("no relay between", PLACE);
  private static final Forwarder PLAIN = new Peers.PlainRelay(PLACE);
  private static final Forwarder SOCAT = new Peers.Socat(PLACE);
  private static final Forwarder SESSION =
      new ForwardingSession(
          "udpscope, relay", PLACE, "native", List.of("--to", PLACE.endpoint(), "--path", "relay"));
  private static final List<Forwarder> ALL =
      List.of(NOBODY, SESSION, PLAIN, SOCAT, new Peers.Nginx(PLACE));
  private static final List<Forwarder> ALL_FOR_LATENCY = List.of(NOBODY, SESSION, PLAIN, SOCAT);

  private Relaying() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    measureCost(report, quick);
    measureLatency(report, quick);
    measureIdle(report, quick);
  }

  private static void measureCost(Report report, boolean quick)
      throws IOException, InterruptedException {
    ForwardingRounds rounds =
        new ForwardingRounds(
            ALL, NOBODY, List.copyOf(RATES.keySet()), quick ? QUICK_SECONDS : SECONDS);
    rounds.measure(quick ? 1 : ROUNDS, quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS);
    addOwn(report, rounds, SOCAT, 0.5);
    addOwn(report, rounds, PLAIN, 0.8);
    report.add(
        Figure.ratio(
            "relay: from packet to packet at the most, to socat",
            "ns",
            1e9 / rounds.median(SESSION, Frames.MOST, Load::perSecond),
            1e9 / rounds.median(SOCAT, Frames.MOST, Load::perSecond),
            0.5));
    report.add(
        Figure.absolute("relay: busy with other things", "processors", rounds.busyAnyway(), 0.1));
    for (Forwarder relay : ALL) {
      RATES.keySet().forEach(rate -> report.addRow("relays", row(rounds, relay, rate)));
    }
  }

  private static void addOwn(Report report, ForwardingRounds rounds, Forwarder peer, double most) {
    report.add(
        Figure.ratio(
            "relay: a packet at 20,000/s, to " + peer.name(),
            "µs",
            rounds.own(SESSION, LOW),
            rounds.own(peer, LOW),
            most));
    report.add(
        Figure.ratio(
            "relay: a packet at 20,000/s, the process alone, to " + peer.name(),
            "µs",
            rounds.median(SESSION, LOW, Load::process),
            rounds.median(peer, LOW, Load::process),
            most));
  }

  private static Map<String, Object> row(ForwardingRounds rounds, Forwarder relay, long rate) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("relay", relay.name());
    row.put("offered", RATES.get(rate));
    row.put("delivered/s", Math.rint(rounds.median(relay, rate, Load::perSecond)));
    row.put("lost %", rounds.median(relay, rate, Load::lost));
    row.put("process µs", rounds.median(relay, rate, Load::process));
    row.put("own µs", rounds.own(relay, rate));
    row.put("machine µs", rounds.median(relay, rate, Load::machine));
    return row;
  }

  private static void measureLatency(Report report, boolean quick)
      throws IOException, InterruptedException {
    double seconds = quick ? QUICK_LATENCY_SECONDS : LATENCY_SECONDS;
    Map<Forwarder, Measured> measured = new LinkedHashMap<>();
    for (Forwarder relay : ALL_FOR_LATENCY) {
      measured.put(relay, RelayLatency.measure(relay, SPARSE, (int) LOW, seconds));
    }
    Measured direct = measured.get(NOBODY);
    report.add(
        Figure.absolute(
            "relay: latency added at 200/s, median",
            "µs",
            measured.get(SESSION).sparse().median() - direct.sparse().median(),
            1000));
    measured.forEach(
        (relay, its) -> {
          report.addRow("latency", row(relay, "200/s", its.sparse(), direct.sparse()));
          report.addRow("latency", row(relay, "20,000/s", its.steady(), direct.steady()));
        });
  }

  private static Map<String, Object> row(Forwarder relay, String rate, Times its, Times direct) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("latency", relay.name());
    row.put("sent", rate);
    row.put("lost %", its.lost());
    row.put("median µs", its.median());
    row.put("p99 µs", its.p99());
    row.put("median added µs", its.median() - direct.median());
    row.put("p99 added µs", its.p99() - direct.p99());
    return row;
  }

  /** A session that relays against one whose rule only drops, and nothing comes. */
  private static void measureIdle(Report report, boolean quick)
      throws IOException, InterruptedException {
    int seconds = quick ? 10 : 30;
    Forwarder plain = new ForwardingSession("udpscope", PLACE, "native", List.of());
    double without = idle(plain, seconds);
    double with = idle(SESSION, seconds);
    report.add(Figure.absolute("relay: idle session without it, of one core", "%", without, 0.5));
    report.add(Figure.absolute("relay: idle, beyond that session's", "%", with - without, 0.05));
  }

  private static double idle(Forwarder session, int seconds)
      throws IOException, InterruptedException {
    try (Scratch scratch = new Scratch();
        ForwardingNetwork network = new ForwardingNetwork(PLACE);
        Forwarder.Running running = session.startOn(network.host(), scratch.directory())) {
      ChargedTime time = ChargedTime.of(running.processes());
      TimeUnit.SECONDS.sleep(SessionCost.SETTLING_SECONDS);
      long before = time.nanos();
      TimeUnit.SECONDS.sleep(seconds);
      return 100e-9 * (time.nanos() - before) / seconds;
    }
  }
}
