package io.udpscope.cli;

import io.udpscope.capture.PcapngWriter;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Packets in a pcapng file ({@code -w}). A write that fails leaves the file as it was after the
 * last one that did not, so that it can be read. Every failure is a {@link FailedException} that
 * names the file. Used by the agent's thread.
 */
final class Recording implements PacketSink, AutoCloseable {
  private static final long FLUSH_EVERY_NANOS = 500_000_000L;

  private final String file;
  private final FileOutputStream stream;
  private final PcapngWriter writer;
  private final PcapngSink sink;
  private long flushedAt = System.nanoTime();

  Recording(String file, int snaplen) {
    this.file = file;
    try {
      stream = new FileOutputStream(file);
    } catch (IOException e) {
      throw new FailedException("cannot write " + e.getMessage(), e); // its message names the file
    }
    writer = new PcapngWriter(stream, "udpscope " + Version.text(), snaplen);
    sink = new PcapngSink(writer);
  }

  @Override
  public void accept(CapturedPacket packet) {
    try {
      sink.accept(packet);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Now and then: many small writes are no use to a file. */
  @Override
  public void flush() {
    if (System.nanoTime() - flushedAt >= FLUSH_EVERY_NANOS) {
      flushNow();
    }
  }

  @Override
  public void finish(long epochNanos, long lost) {
    try {
      sink.finish(epochNanos, lost);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void flushNow() {
    try {
      sink.flush();
      flushedAt = System.nanoTime();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private FailedException failure(IOException e) {
    try {
      stream.getChannel().truncate(writer.written());
    } catch (IOException | RuntimeException cannot) {
      e.addSuppressed(cannot); // a device or a pipe, which keeps what it has
    }
    return new FailedException("cannot write " + file + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
