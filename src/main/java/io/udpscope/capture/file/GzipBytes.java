package io.udpscope.capture.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks gzip (RFC 1952), all members of a file as one stream, and says in words what is wrong.
 */
final class GzipBytes extends FilterInputStream {
  private static final int MAGIC = 0x1f8b;
  private static final int PIECE_BYTES = 64 << 10;

  private GzipBytes(InputStream unpacked) {
    super(unpacked);
  }

  /**
   * @throws IOException if the first header is no good; the message is a reason for people
   */
  static InputStream unpacking(InputStream packed) throws IOException {
    try {
      return new GzipBytes(new GZIPInputStream(new Members(packed), PIECE_BYTES));
    } catch (EOFException | ZipException e) {
      throw reason(e);
    }
  }

  /** Whether a file that begins with these two bytes is one. */
  static boolean begins(int first, int second) {
    return (first << 8 | second) == MAGIC;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      return super.read(into, from, length);
    } catch (EOFException | ZipException e) {
      throw reason(e);
    }
  }

  private static IOException reason(IOException e) {
    return e instanceof EOFException
        ? new IOException("its gzip data is cut off", e)
        : new IOException("its gzip data is damaged: " + e.getMessage(), e);
  }

  /**
   * {@link GZIPInputStream} looks for another member only where it is told that bytes are there; a
   * pipe tells so of those that have already come.
   */
  private static final class Members extends BufferedInputStream {
    Members(InputStream in) {
      super(in, PIECE_BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      int next = read();
      reset();
      return next < 0 ? 0 : Math.max(1, super.available());
    }
  }
}
