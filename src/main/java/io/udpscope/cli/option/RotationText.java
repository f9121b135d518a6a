package io.udpscope.cli.option;

import io.udpscope.capture.Rotation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads {@code --rotate} and {@code --files}: sizes with K, M or G for powers of 1,024, times with
 * s, m or h. Case tells 100M from 100m.
 */
final class RotationText {
  private static final String SIZES = "KMG";
  private static final String TIMES = "smh";
  private static final long LEAST_BYTES = 64 << 10;
  private static final long MOST_BYTES = 1L << 50;
  private static final long MOST_SECONDS = 366L * 24 * 3600;
  private static final long MOST_FILES = 1_000_000;

  private RotationText() {}

  /**
   * @throws UsageException for the first value that is wrong
   */
  static Rotation read(List<String> rotate, Optional<String> files) {
    long bytes = Rotation.NONE.bytes();
    long nanos = Rotation.NONE.nanos();
    for (String text : rotate) {
      char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
      boolean size = SIZES.indexOf(unit) >= 0;
      if ((size ? bytes : nanos) != Long.MAX_VALUE) {
        throw new UsageException(
            "--rotate " + text + ": there is another " + (size ? "size" : "time") + " before it");
      }
      if (size) {
        bytes = bytes(text, unit);
      } else {
        nanos = nanos(text, unit);
      }
    }
    return new Rotation(bytes, nanos, files.map(RotationText::files).orElse(Integer.MAX_VALUE));
  }

  private static long bytes(String text, char unit) {
    long count = Values.number(text.substring(0, text.length() - 1));
    int shift = 10 * (SIZES.indexOf(unit) + 1);
    if (count > MOST_BYTES >> shift || count << shift < LEAST_BYTES) {
      throw new UsageException("--rotate " + text + ": files of 64K to 1048576G, for example 100M");
    }
    return count << shift;
  }

  private static long nanos(String text, char unit) {
    int index = TIMES.indexOf(unit);
    if (index < 0) {
      throw new UsageException(
          "--rotate "
              + text
              + ": a size in K, M or G, or a time in s, m or h, such as 100M or 15m");
    }
    long count = Values.number(text.substring(0, text.length() - 1));
    long seconds = index == 0 ? 1 : index == 1 ? 60 : 3600;
    if (count < 1 || count > MOST_SECONDS / seconds) {
      throw new UsageException("--rotate " + text + ": from 1s to 366 days, for example 15m");
    }
    return TimeUnit.SECONDS.toNanos(count * seconds);
  }

  private static int files(String text) {
    long count = Values.number(text);
    if (count < 1 || count > MOST_FILES) {
      throw new UsageException("--files " + text + ": a number from 1 to " + MOST_FILES);
    }
    return (int) count;
  }
}
