package io.udpscope.ui;

import io.udpscope.model.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a benchmark wants to know of a session; kept always, as it is next to nothing. */
final class SessionStats {
  private static final int MAX_KEYS = 1 << 16;

  private long[] keyNanos = new long[64];
  private int keys;
  private long frames;

  void frame() {
    frames++;
  }

  /** A key was read so long before its answer was on the screen. */
  void key(long nanos) {
    if (keys == MAX_KEYS) {
      return;
    }
    if (keys == keyNanos.length) {
      keyNanos = Arrays.copyOf(keyNanos, 2 * keys);
    }
    keyNanos[keys++] = nanos;
  }

  /** Writes them as a JSON object. */
  void write(Path file, Ledger ledger, long outputBytes, long writes) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    long[] sorted = Arrays.copyOf(keyNanos, keys);
    Arrays.sort(sorted);
    String json =
        "{\"seen\":"
            + ledger.seen().packets()
            + ",\"matched\":"
            + ledger.matched().packets()
            + ",\"read\":"
            + ledger.tap().read()
            + ",\"lost\":"
            + ledger.tap().lost()
            + ",\"frames\":"
            + frames
            + ",\"keys\":"
            + keys
            + ",\"keyP50Millis\":"
            + millis(sorted, 50)
            + ",\"keyP99Millis\":"
            + millis(sorted, 99)
            + ",\"keyMaxMillis\":"
            + millis(sorted, 100)
            + ",\"heapBytes\":"
            + (runtime.totalMemory() - runtime.freeMemory())
            + ",\"outputBytes\":"
            + outputBytes
            + ",\"outputWrites\":"
            + writes
            + "}\n";
    Files.writeString(file, json);
  }

  private static double millis(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int at = Math.max(0, (sorted.length * percent + 99) / 100 - 1);
    return sorted[at] / 1000 / 1000.0;
  }
}
