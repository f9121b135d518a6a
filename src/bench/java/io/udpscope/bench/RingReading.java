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
  private static final int RECORDS = RingBatches.RING_BYTES / RingBatches.RECORD_BYTES - 1;
  private static final int WARM_UP = 20;

  private RingReading() {}

  static void measure(Report report, boolean quick) throws IOException, InterruptedException {
    String object = NativeTool.file("reference.bpf.o");
    int rounds = quick ? 40 : 200;
    double[] ours = new double[rounds];
    double[] theirs = new double[rounds];
    Process loop =
        new ProcessBuilder(NativeTool.file("ringloop"), object, Integer.toString(RECORDS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (RingBatches batches = new RingBatches(Path.of(object));
        OutputStream requests = loop.getOutputStream();
        BufferedReader answers = loop.inputReader()) {
      for (int i = 0; i < WARM_UP; i++) {
        batches.run(RECORDS);
        libbpfLoop(requests, answers);
      }
      for (int i = 0; i < rounds; i++) {
        ours[i] = batches.run(RECORDS);
        theirs[i] = libbpfLoop(requests, answers);
      }
    }
    loop.waitFor();
    Arrays.sort(ours);
    Arrays.sort(theirs);
    report.add(Figure.ratio("ring reader, a 128-byte record", "ns", ours[0], theirs[0], 0.6));
    report.add(
        Figure.ratio(
            "ring reader, median of the rounds",
            "ns",
            ours[rounds / 2],
            theirs[rounds / 2],
            Double.NaN));
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
