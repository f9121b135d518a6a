package io.udpscope.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Bytes a second that a busy screen of 120 by 40 costs the link it is seen over, by view. */
final class ScreenBytes {
  private static final long RATE = 100_000;
  private static final int SECONDS = 10;
  private static final int QUICK_SECONDS = 3;
  private static final int SETTLING_SECONDS = 3;
  private static final double MOST_KILOBYTES = 15;

  /** A key, and what the screen shows when it has done its work. */
  private record View(String name, String key, String shown) {}

  private static final View[] VIEWS = {
    new View("packets", "1", "following"),
    new View("conversations", "2", "Conversations"),
    new View("talkers", "3", "Talkers"),
    new View("path health", "4", "Path health"),
  };

  /** As in {@link Flood}, so that no two packets read the same. */
  private static final Frames FRAMES =
      new Frames(Network.FAR, Network.NEAR_MAC, "10.66.1.1", 5000, 8, 32768, 22);

  private ScreenBytes() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    int seconds = quick ? QUICK_SECONDS : SECONDS;
    for (View view : VIEWS) {
      try (LiveSession session =
          new LiveSession(Network.NEAR, "-p", "5000-5003", "-p", "5004-5007")) {
        session.nanosToRules();
        Process sender = FRAMES.sender(RATE, 2 * SETTLING_SECONDS + seconds).start();
        session.type(view.key());
        session.awaitShown(view.shown());
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        long start = System.nanoTime();
        long before = session.shownBytes();
        TimeUnit.SECONDS.sleep(seconds);
        double kilobytes = (session.shownBytes() - before) / 1e3;
        double elapsed = (System.nanoTime() - start) / 1e9;
        Frames.Offered offered = Frames.Offered.by(sender);
        sender.waitFor();
        Map<String, Double> statistics = session.quit();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("view", view.name());
        row.put("offered/s", Math.rint(offered.perSecond()));
        row.put("kB/s", kilobytes / elapsed);
        row.put("lost", statistics.getOrDefault("lost", Double.NaN));
        report.addRow("screens", row);
        report.add(
            Figure.absolute(
                "screen of " + view.name() + " at 100,000/s, to the terminal",
                "kB/s",
                kilobytes / elapsed,
                MOST_KILOBYTES));
      }
    }
  }
}
