package io.udpscope.cli;

import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Packets in a pcapng file ({@code -w}). A write that fails leaves the file as it was after the
 * last one that did not, so that it can be read. Used by the agent's thread.
 */
final class Recording implements PacketOutput, AutoCloseable {
  /** The file takes no more. The message names it and says why. */
  static final class WriteException extends IOException {
    private static final long serialVersionUID = 1L;

    WriteException(String message, IOException cause) {
      super(message, cause);
    }
  }

  private static final long FLUSH_EVERY_NANOS = 500_000_000L;

  private final String file;
  private final FileOutputStream stream;
  private final PcapngOutput output;
  private boolean failed;
  private long flushedAt = System.nanoTime();

  Recording(String file, int snaplen) throws WriteException {
    this.file = file;
    try {
      stream = new FileOutputStream(file);
    } catch (IOException e) {
      throw new WriteException(e.getMessage(), e); // it names the file
    }
    output = new PcapngOutput(stream, snaplen);
  }

  @Override
  public void accept(CapturedPacket packet) throws WriteException {
    try {
      output.accept(packet);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Now and then: many small writes are no use to a file. */
  @Override
  public void flush() throws WriteException {
    if (System.nanoTime() - flushedAt < FLUSH_EVERY_NANOS) {
      return;
    }
    try {
      output.flush();
      flushedAt = System.nanoTime();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** After a failure there is nothing more to say. */
  @Override
  public void finish(long epochNanos, long lost) throws WriteException {
    if (failed) {
      return;
    }
    try {
      output.finish(epochNanos, lost);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private WriteException failure(IOException e) {
    failed = true;
    try {
      stream.getChannel().truncate(output.written());
    } catch (IOException | RuntimeException cannot) {
      e.addSuppressed(cannot); // a device or a pipe, which keeps what it has
    }
    return new WriteException(file + ": " + e.getMessage(), e);
  }

  @Override
  public void close() throws WriteException {
    try {
      stream.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
