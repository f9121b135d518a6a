package io.udpscope.bench;

import io.udpscope.bench.ForwardingRun.Load;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What forwarding a packet costs, next to others that do it. */
final class Forwarding {
  /** What all of them can take. */
  private static final long FIXED_RATE = 20_000;

  private static final int ROUNDS = 3;
  private static final double SECONDS = 3;
  private static final double QUICK_SECONDS = 1;

  private static final Forwarder NO_HOST =
      new Peers.Nobody("no host between", TargetPlace.LINK_END);
  private static final Forwarder NFTABLES = new Peers.Nftables();
  private static final Forwarder SOCAT = new Peers.Socat(TargetPlace.BEYOND_HOST);
  private static final List<Forwarder> SESSIONS =
      List.of(
          session("native", "keep"),
          session("native", "masquerade"),
          session("generic", "keep"),
          session("generic", "masquerade"),
          session("tc", "keep"),
          session("tc", "masquerade"));
  private static final List<Forwarder> ALL =
      Stream.of(
              List.of(NO_HOST),
              SESSIONS,
              List.of(
                  new Peers.Routing(), NFTABLES, new Peers.Nginx(TargetPlace.BEYOND_HOST), SOCAT))
          .flatMap(List::stream)
          .toList();

  private Forwarding() {}

  private static Forwarder session(String hook, String source) {
    TargetPlace target = TargetPlace.BEYOND_HOST;
    return new ForwardingSession(
        "udpscope, " + hook + ", " + source,
        target,
        hook,
        List.of("--to", target.endpoint(), "--source", source));
  }

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    ForwardingRounds rounds =
        new ForwardingRounds(
            ALL, NO_HOST, List.of(FIXED_RATE, Frames.MOST), quick ? QUICK_SECONDS : SECONDS);
    rounds.measure(quick ? 1 : ROUNDS, 0);
    for (Forwarder session : SESSIONS) {
      String metric = session.name().replace("udpscope,", "forward,") + ": a packet at ";
      report.add(
          Figure.ratio(
              metric + "the most, to nftables",
              "µs",
              rounds.own(session, Frames.MOST),
              rounds.own(NFTABLES, Frames.MOST),
              1));
      report.add(
          Figure.ratio(
              metric + "20,000/s, to socat",
              "µs",
              rounds.own(session, FIXED_RATE),
              rounds.own(SOCAT, FIXED_RATE),
              0.2));
    }
    report.add(
        Figure.absolute("forward: busy with other things", "processors", rounds.busyAnyway(), 0.1));
    ALL.forEach(forwarder -> report.addRow("forwarding", row(rounds, forwarder)));
  }

  private static Map<String, Object> row(ForwardingRounds rounds, Forwarder forwarder) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("forwarding", forwarder.name());
    row.put("20k/s lost %", rounds.median(forwarder, FIXED_RATE, Load::lost));
    row.put("20k/s machine µs", rounds.median(forwarder, FIXED_RATE, Load::machine));
    row.put("20k/s own µs", rounds.own(forwarder, FIXED_RATE));
    row.put("most/s", Math.rint(rounds.median(forwarder, Frames.MOST, Load::perSecond)));
    row.put("most lost %", rounds.median(forwarder, Frames.MOST, Load::lost));
    row.put("most machine µs", rounds.median(forwarder, Frames.MOST, Load::machine));
    row.put("most own µs", rounds.own(forwarder, Frames.MOST));
    return row;
  }
}
