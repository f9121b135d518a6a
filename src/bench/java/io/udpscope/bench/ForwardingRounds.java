package io.udpscope.bench;

import io.udpscope.bench.ForwardingRun.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Some that forward, under the same loads in turns, round by round, of which the median counts. */
final class ForwardingRounds {
  private final List<Forwarder> all;
  private final Forwarder nobody;
  private final List<Long> rates;
  private final double seconds;
  private final Map<Forwarder, Map<Long, List<Load>>> loads = new LinkedHashMap<>();
  private final List<Double> busyAnyway = new ArrayList<>();

  /**
   * @param nobody of them: what sending and receiving cost by themselves
   * @param rates frames a second, or {@link Frames#MOST}
   * @param seconds each load is measured for
   */
  ForwardingRounds(List<Forwarder> all, Forwarder nobody, List<Long> rates, double seconds) {
    this.all = List.copyOf(all);
    this.nobody = nobody;
    this.rates = List.copyOf(rates);
    this.seconds = seconds;
  }

  /**
   * @param warmUp the first rate, for so many seconds before what is measured
   */
  void measure(int rounds, double warmUp) throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      double anyway = measureBusyAnyway();
      busyAnyway.add(anyway);
      for (Forwarder forwarder : all) {
        measure(forwarder, warmUp, anyway);
      }
    }
  }

  private void measure(Forwarder forwarder, double warmUp, double anyway)
      throws IOException, InterruptedException {
    try (ForwardingRun run = new ForwardingRun(forwarder)) {
      if (warmUp > 0) {
        run.load(rates.get(0), warmUp, anyway);
      }
      for (long rate : rates) {
        loads
            .computeIfAbsent(forwarder, key -> new LinkedHashMap<>())
            .computeIfAbsent(rate, key -> new ArrayList<>())
            .add(run.load(rate, seconds, anyway));
      }
    }
  }

  private double measureBusyAnyway() throws IOException, InterruptedException {
    ProcessorTime start = ProcessorTime.now();
    Thread.sleep((long) (seconds * 1000));
    ProcessorTime end = ProcessorTime.now();
    return end.busySecondsSince(start) / end.secondsSince(start);
  }

  /** Processors in use while nothing is sent. */
  double busyAnyway() {
    return median(busyAnyway.stream());
  }

  /** What is charged beyond what is charged where nobody forwards; microseconds a packet. */
  double own(Forwarder forwarder, long rate) {
    return median(forwarder, rate, Load::charged) - median(nobody, rate, Load::charged);
  }

  double median(Forwarder forwarder, long rate, ToDoubleFunction<Load> value) {
    return median(loads.get(forwarder).get(rate).stream().map(value::applyAsDouble));
  }

  private static double median(Stream<Double> values) {
    double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
