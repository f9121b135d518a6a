package io.udpscope.bench;

import io.udpscope.datapath.bpf.RingBatches;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Udpscope's reader of a ring next to libbpf's own loop in C, over rings that the same program
 * fills.
 */
final class RingReading {
  /**
   * What a reader finds that looks 500 times a second at a million packets a second: in the cache.
   */
  private static final int SMALL_BATCH = 2_000;

  /** The same for a hundred times a second: about what a second-level cache holds. */
  private static final int LARGE_BATCH = 10_000;

  private static final int FULL = RingBatches.RING_BYTES / RingBatches.RECORD_BYTES - 1;
  private static final int WARM_UP = 100;

  private RingReading() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    int rounds = quick ? 100 : 500;
    String name = "ring reader: a 128-byte record, ";
    compare(report, name + "of 2,000 at once", SMALL_BATCH, rounds, 0.6);
    compare(report, name + "of 10,000 at once", LARGE_BATCH, rounds, Double.NaN);
    compare(report, name + "of a full ring (16 MiB)", FULL, rounds, Double.NaN);
  }

  private static void compare(Report report, String name, int records, int rounds, double target)
      throws IOException, InterruptedException {
    String object = NativeTool.file("reference.bpf.o");
    double[] ours = new double[rounds];
    double[] theirs = new double[rounds];
    Process loop =
        new ProcessBuilder(
                NativeTool.file("ringloop"), object, Integer.toString(records), Network.FAR)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (RingBatches batches = new RingBatches(Path.of(object), Network.NEAR);
        OutputStream requests = loop.getOutputStream();
        BufferedReader answers = loop.inputReader()) {
      for (int i = 0; i < WARM_UP; i++) {
        batches.run(FULL);
        libbpfLoop(requests, answers);
      }
      for (int i = 0; i < rounds; i++) {
        ours[i] = batches.run(records);
        theirs[i] = libbpfLoop(requests, answers);
      }
    }
    loop.waitFor();
    Arrays.sort(ours);
    Arrays.sort(theirs);
    report.add(Figure.ratio(name, "ns", ours[0], theirs[0], target));
    report.add(
        Figure.ratio(name + ", median", "ns", ours[rounds / 2], theirs[rounds / 2], Double.NaN));
  }

  private static double libbpfLoop(OutputStream requests, BufferedReader answers)
      throws IOException {
    requests.write('\n');
    requests.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("ringloop ended");
    }
    return Double.parseDouble(answer);
  }
}
