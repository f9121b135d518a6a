package io.udpscope.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes files one behind the other as a tar archive (POSIX.1-1988, "ustar"): a header of 512
 * bytes, the file, and zeros up to a multiple of 512. Nobody's, readable by their owner alone.
 */
public final class TarWriter implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int CHECKSUM = 148;

  private final OutputStream out;
  private final long epochSeconds;
  private long open;
  private int padding;

  /**
   * @param epochSeconds when all the files were made
   */
  public TarWriter(OutputStream out, long epochSeconds) {
    this.out = out;
    this.epochSeconds = epochSeconds;
  }

  /**
   * Begins a file.
   *
   * @param name with slashes, ASCII, up to 100 characters
   * @param bytes how long it will be, less than 8 GiB
   */
  public void begin(String name, long bytes) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    if (open != 0 || path.length > NAME_BYTES || bytes >= 1L << 33) {
      throw new IllegalArgumentException(
          name + ": does not fit, or comes before the last has ended");
    }
    byte[] header = new byte[BLOCK];
    System.arraycopy(path, 0, header, 0, path.length);
    octal(header, 100, 8, 0600);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, bytes);
    octal(header, 136, 12, epochSeconds);
    header[156] = '0'; // a file
    text(header, 257, "ustar\0" + "00");
    text(header, 265, "root");
    text(header, 297, "root");
    octal(header, 329, 8, 0);
    octal(header, 337, 8, 0);
    Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    octal(header, CHECKSUM, 7, sum);
    out.write(header);
    open = bytes;
    padding = (int) (-bytes & BLOCK - 1);
  }

  /** Some more of the file. */
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > open) {
      throw new IllegalArgumentException("more than was announced: " + (length - open) + " bytes");
    }
    out.write(bytes, from, length);
    open -= length;
    if (open == 0 && length > 0) {
      out.write(new byte[padding]);
    }
  }

  /** A whole file. */
  public void add(String name, byte[] bytes) throws IOException {
    begin(name, bytes.length);
    write(bytes, 0, bytes.length);
  }

  private static void octal(byte[] header, int at, int width, long value) {
    String digits = Long.toOctalString(value);
    text(header, at, "0".repeat(width - 1 - digits.length()) + digits);
  }

  private static void text(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** Two blocks of zeros are the end. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.write(new byte[2 * BLOCK]);
    }
  }
}
