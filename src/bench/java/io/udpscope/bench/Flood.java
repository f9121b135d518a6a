package io.udpscope.bench;

import io.udpscope.bench.Frames.Offered;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A live session with 64-byte frames coming in as fast as asked, and someone at its keyboard. */
final class Flood {
  private static final int SECONDS = 10;
  private static final int QUICK_SECONDS = 3;
  private static final int PAYLOAD_BYTES = 22;

  /** 64 bytes each, from thousands of ports of each source to the ports of both rules. */
  private static final Frames FRAMES =
      new Frames(Network.FAR, Network.NEAR_MAC, "10.66.1.1", 5000, 8, 32768, PAYLOAD_BYTES);

  private Flood() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    int seconds = quick ? QUICK_SECONDS : SECONDS;
    long[] rates =
        quick
            ? new long[] {1_000_000, Frames.MOST}
            : new long[] {1_000_000, 2_000_000, 3_000_000, 4_000_000, Frames.MOST};
    for (long rate : rates) {
      flood(report, rate, "drop", seconds);
    }
    flood(report, 1_000_000, "pass", seconds);
  }

  private static void flood(Report report, long rate, String action, int seconds)
      throws IOException, InterruptedException {
    List<Double> keyMillis = new ArrayList<>();
    try (LiveSession session =
        new LiveSession(Network.NEAR, "-p", "5000-5003", "-p", "5004-5007", "--" + action)) {
      session.nanosToRules();
      Process sender = FRAMES.sender(rate, seconds).start();
      type(session, sender, keyMillis);
      Offered offered = Offered.by(sender);
      double residentMiB = session.mebibytes("VmRSS");
      double mostResidentMiB = session.mebibytes("VmHWM");
      Map<String, Double> statistics = session.quit();
      Collections.sort(keyMillis);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("flood", name(rate, action));
      row.put("offered", offered.frames());
      row.put("offered/s", Math.rint(offered.perSecond()));
      for (String count : List.of("seen", "read", "lost")) {
        row.put(count, statistics.getOrDefault(count, Double.NaN));
      }
      row.put("frames/s", statistics.getOrDefault("frames", Double.NaN) / seconds);
      row.put("keys", keyMillis.size());
      row.put("key p50 ms", percentile(keyMillis, 50));
      row.put("key p99 ms", percentile(keyMillis, 99));
      row.put("key max ms", percentile(keyMillis, 100));
      row.put("heap MiB", statistics.getOrDefault("heapBytes", Double.NaN) / (1 << 20));
      row.put("RSS MiB", residentMiB);
      row.put("peak RSS MiB", mostResidentMiB);
      report.addRow("floods", row);
      if (rate == 1_000_000) {
        addFigures(report, row);
      }
    }
  }

  /** Moves the cursor now and then, at no rhythm that the frames could fall in with. */
  private static void type(LiveSession session, Process flood, List<Double> keyMillis)
      throws IOException, InterruptedException {
    Random random = new Random(1);
    boolean down = true;
    while (flood.isAlive()) {
      Thread.sleep(50 + random.nextInt(150));
      keyMillis.add(session.nanosToMove(down) / 1e6);
      down = !down;
    }
  }

  private static void addFigures(Report report, Map<String, Object> row) {
    String name = "flood " + row.get("flood") + ": ";
    report.add(Figure.absolute(name + "lost", "packets", number(row, "lost"), 0));
    report.add(
        Figure.absolute(name + "peak resident memory", "MiB", number(row, "peak RSS MiB"), 300));
    report.add(Figure.absolute(name + "key to screen, p99", "ms", number(row, "key p99 ms"), 100));
    report.add(
        Figure.absolute(name + "key to screen, slowest", "ms", number(row, "key max ms"), 100));
  }

  private static double number(Map<String, Object> row, String name) {
    return ((Number) row.get(name)).doubleValue();
  }

  private static String name(long rate, String action) {
    return rate == Frames.MOST
        ? "max, " + action
        : String.format(Locale.ROOT, "%d M/s, %s", rate / 1_000_000, action);
  }

  /** The nearest rank of sorted values; NaN if there are none. */
  private static double percentile(List<Double> sorted, int percent) {
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
  }
}
