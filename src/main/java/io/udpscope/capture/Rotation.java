package io.udpscope.capture;

/**
 * When packets go on in another file, and how many files stay.
 *
 * @param bytes no file grows beyond this, but for one that a single packet makes larger; {@link
 *     Long#MAX_VALUE}: any size
 * @param nanos packets of one file came within this time; {@link Long#MAX_VALUE}: however long
 * @param files so many of the newest stay; {@link Integer#MAX_VALUE}: all
 */
public record Rotation(long bytes, long nanos, int files) {
  /** Everything goes into one file. */
  public static final Rotation NONE =
      new Rotation(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

  public Rotation {
    if (bytes < 1 || nanos < 1 || files < 1) {
      throw new IllegalArgumentException(
          "a rotation needs more than nothing: " + bytes + ", " + nanos + ", " + files);
    }
  }
}
