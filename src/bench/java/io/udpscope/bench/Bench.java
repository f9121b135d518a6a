package io.udpscope.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the benchmarks that were asked for, all by default. Exits with 0 whatever they find. */
public final class Bench {
  private static final List<String> NAMES =
      List.of(
          "program",
          "ring",
          "start",
          "idle",
          "screen",
          "filter",
          "read",
          "flood",
          "soak",
          "forwarding",
          "relay");

  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean quick = false;
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--quick")) {
        quick = true;
      } else if (arguments[i].equals("--only")
          && i + 1 < arguments.length
          && NAMES.contains(arguments[i + 1])) {
        chosen.add(arguments[++i]);
      } else if (arguments[i].equals("--program") && i + 1 < arguments.length) {
        System.setProperty("udpscope.program", arguments[++i]);
      } else {
        System.err.println(
            "usage: ./dev bench [--quick] [--program FILE] [--only "
                + String.join("|", NAMES)
                + "]…");
        System.exit(2);
      }
    }
    Report report = new Report();
    Network.make();
    for (String name : chosen.isEmpty() ? NAMES : chosen) {
      System.err.println("udpscope: measuring " + name);
      measure(name, report, quick);
    }
    report.print(System.out);
    Path file = NativeTool.ROOT.resolve("target/bench.json");
    report.writeJson(file);
    System.err.println("udpscope: the same is in " + file);
  }

  private static void measure(String name, Report report, boolean quick)
      throws IOException, InterruptedException {
    switch (name) {
      case "program" -> ProgramCost.measure(report, quick);
      case "ring" -> RingReading.measure(report, quick);
      case "start" -> SessionCost.measureStart(report, quick);
      case "idle" -> SessionCost.measureIdle(report, quick);
      case "screen" -> ScreenBytes.measure(report, quick);
      case "filter" -> Filtering.measure(report);
      case "read" -> Reading.measure(report, quick);
      case "soak" -> Soak.measure(report, quick);
      case "flood" -> Flood.measure(report, quick);
      case "forwarding" -> Forwarding.measure(report, quick);
      case "relay" -> Relaying.measure(report, quick);
      default -> throw new IllegalArgumentException(name);
    }
  }
}
