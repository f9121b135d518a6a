package io.udpscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A moment in the whole machine's processor time, interrupts and all. What is not idle is taken for
 * busy: Linux measures idle time, but takes samples of what it is busy with at its clock's ticks,
 * which a sender that wakes up every millisecond is in step with.
 *
 * @param idleSeconds of all processors, with what the hypervisor took away
 */
record ProcessorTime(double seconds, double idleSeconds, int processors) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 4;
  private static final int WAITING = 5;
  private static final int STOLEN = 8;

  static ProcessorTime now() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
    double seconds = System.nanoTime() / 1e9;
    // proc(5): "cpu" and two spaces, then user, nice, system, idle, …
    String[] words = lines.get(0).split(" +");
    double idle =
        Long.parseLong(words[IDLE])
            + Long.parseLong(words[WAITING])
            + Long.parseLong(words[STOLEN]);
    int processors = (int) lines.stream().filter(line -> line.matches("cpu[0-9].*")).count();
    return new ProcessorTime(seconds, idle / TICKS_PER_SECOND, processors);
  }

  double secondsSince(ProcessorTime start) {
    return seconds - start.seconds;
  }

  double busySecondsSince(ProcessorTime start) {
    return processors * secondsSince(start) - (idleSeconds - start.idleSeconds);
  }
}
