package io.udpscope.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long a live session takes to start, and what it costs while nothing happens. */
final class SessionCost {
  /** What the JVM still compiles after the start is no cost of idling. */
  static final int SETTLING_SECONDS = 5;

  private SessionCost() {}

  static void measureStart(Report report, boolean quick) throws IOException, InterruptedException {
    double[] seconds = new double[quick ? 3 : 9];
    double[] secondsToRules = new double[seconds.length];
    for (int i = 0; i < seconds.length; i++) {
      try (LiveSession session = new LiveSession(Network.NEAR)) {
        seconds[i] = session.nanosToFirstFrame() / 1e9;
        secondsToRules[i] = session.nanosToRules() / 1e9;
        session.quit();
      }
    }
    Arrays.sort(seconds);
    Arrays.sort(secondsToRules);
    report.add(
        Figure.absolute("start: to the first frame, median", "s", seconds[seconds.length / 2], 1));
    report.add(
        Figure.absolute(
            "start: to rules in force, median",
            "s",
            secondsToRules[seconds.length / 2],
            Double.NaN));
  }

  static void measureIdle(Report report, boolean quick) throws IOException, InterruptedException {
    int span = quick ? 10 : 30;
    try (LiveSession session = new LiveSession(Network.NEAR)) {
      session.nanosToRules();
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      double before = session.processorSeconds();
      TimeUnit.SECONDS.sleep(span);
      double used = session.processorSeconds() - before;
      report.add(Figure.absolute("idle: processor time of one core", "%", 100 * used / span, 0.5));
      report.add(
          Figure.absolute("idle: resident memory", "MiB", session.mebibytes("VmRSS"), Double.NaN));
      session.quit();
    }
    Resting.measure(report, span);
  }
}
