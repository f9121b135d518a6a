package io.udpscope.bench;

import io.udpscope.bench.Frames.Offered;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A live session that turns its store over and over, and what is alive in its heap meanwhile. */
final class Soak {
  private static final int SECONDS = 240;
  private static final int QUICK_SECONDS = 30;
  private static final int SAMPLES = 8;
  private static final double MIB = 1 << 20;

  private static final Frames FRAMES =
      new Frames(Network.FAR, Network.NEAR_MAC, "10.66.1.1", 5000, 8, 32768, 22);

  private Soak() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    int seconds = quick ? QUICK_SECONDS : SECONDS;
    try (LiveSession session =
        new LiveSession(Network.NEAR, "-p", "5000-5003", "-p", "5004-5007")) {
      session.nanosToRules();
      Process sender = FRAMES.sender(Frames.MOST, seconds).start();
      double first = Double.NaN;
      double last = Double.NaN;
      for (int i = 0; i < SAMPLES; i++) {
        TimeUnit.SECONDS.sleep(seconds / (SAMPLES + 1));
        // The views fill tables of their own; each of them is looked at while the store turns over.
        session.type(Integer.toString(1 + i % 4));
        last = liveHeapMiB(session.pid());
        first = i == 1 ? last : first;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("soak, after s", (i + 1) * (seconds / (SAMPLES + 1)));
        row.put("live heap MiB", last);
        row.put("RSS MiB", session.mebibytes("VmRSS"));
        report.addRow("soak", row);
      }
      Offered offered = Offered.by(sender);
      sender.waitFor();
      double most = session.mebibytes("VmHWM");
      Map<String, Double> statistics = session.quit();
      double read = statistics.getOrDefault("read", Double.NaN);
      report.add(Figure.absolute("soak: offered", "packets/s", offered.perSecond(), Double.NaN));
      report.add(Figure.absolute("soak: read", "packets", read, Double.NaN));
      report.add(Figure.absolute("soak: live heap, last less second look", "MiB", last - first, 1));
      report.add(Figure.absolute("soak: peak resident memory", "MiB", most, 300));
    }
  }

  /** What a full collection leaves, as the last line of the class histogram sums it up. */
  private static double liveHeapMiB(int pid) throws IOException, InterruptedException {
    Process histogram =
        new ProcessBuilder("jcmd", Integer.toString(pid), "GC.class_histogram")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String total = "";
    try (BufferedReader lines = histogram.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        total = line.startsWith("Total") ? line : total;
      }
    }
    histogram.waitFor();
    String[] words = total.trim().split(" +");
    return words.length < 3 ? Double.NaN : Long.parseLong(words[2]) / MIB;
  }
}
