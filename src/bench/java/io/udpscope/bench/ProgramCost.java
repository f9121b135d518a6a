package io.udpscope.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the program costs a packet, next to the least capture that can be written by hand. */
final class ProgramCost {
  private static final List<String> CASES =
      List.of(
          "pass-unmatched",
          "drop-1-rule",
          "drop-1000-ports",
          "drop-1000-prefixes",
          "capture-96",
          "translate",
          "forward",
          "balance-10",
          "reply");
  private static final List<Double> TARGETS =
      List.of(0.25, 0.25, 0.45, 1.6, 1.3, 1.1, 1.1, 1.1, 1.1);
  private static final List<String> NAMES =
      List.of(
          "program: pass, no rule matches",
          "program: drop by one rule",
          "program: drop by the last of 1,000 port rules",
          "program: drop by the last of 1,000 prefix pairs",
          "program: match and capture 96 bytes",
          "program: translate the port",
          "program: forward to one target",
          "program: forward to one of 10 targets, Maglev",
          "program: translate an answer back to its client");

  /** Columns of progcost's lines. */
  private static final int NET_LEAST = 3;

  private ProgramCost() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    Map<String, Double> net = new HashMap<>();
    for (String line :
        NativeTool.run(
            NativeTool.file("progcost"),
            NativeTool.file("udpscope.bpf.o"),
            NativeTool.file("reference.bpf.o"),
            quick ? "20" : "100")) {
      String[] columns = line.trim().split(" +");
      if (!columns[0].equals("case")) {
        net.put(columns[0], Double.parseDouble(columns[NET_LEAST]));
      }
    }
    for (String version : List.of("ipv4", "ipv6")) {
      for (int i = 0; i < CASES.size(); i++) {
        report.add(
            Figure.ratio(
                NAMES.get(i) + (version.equals("ipv4") ? "" : ", IPv6"),
                "ns",
                net.get(CASES.get(i) + "-" + version),
                net.get("reference"),
                TARGETS.get(i)));
      }
    }
  }
}
