package io.udpscope.cli.output;

import io.udpscope.capture.FileSeries;
import io.udpscope.capture.NewFile;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Packets in a pcapng file ({@code -w}), or in one file after another ({@code --rotate}). The next
 * file begins with the packet that the last one has no room or time for, so that none is missing
 * and none stands in two. Used by the agent's thread.
 */
public final class Recording implements PacketOutput, AutoCloseable {
  /** The file takes no more. The message names it and says why. */
  public static final class WriteException extends IOException {
    private static final long serialVersionUID = 1L;

    WriteException(String message, IOException cause) {
      super(message, cause);
    }
  }

  private static final long FLUSH_EVERY_NANOS = 500_000_000L;

  private final RecordingOptions options;
  private final Optional<FileSeries> series;

  /** Empty between a file whose time is over and the next packet. */
  private Optional<RecordingFile> file;

  private long lostBefore;
  private long flushedAt = System.nanoTime();

  /** Makes the first file. */
  public Recording(RecordingOptions options) throws IOException {
    this.options = options;
    series =
        options.rotates()
            ? Optional.of(
                new FileSeries(
                    options.file(),
                    options.rotation().files(),
                    options.owner(),
                    ZoneId.systemDefault()))
            : Optional.empty();
    file = Optional.of(next(Instant.now()));
  }

  @Override
  public void accept(CapturedPacket packet) throws IOException {
    if (file.isPresent() && !file.get().takes(packet, options.rotation())) {
      endFile(packet.record().monotonicNanos());
    }
    if (file.isEmpty()) {
      file = Optional.of(next(Instant.ofEpochSecond(0, packet.epochNanos())));
    }
    file.get().accept(packet);
  }

  /** Now and then: many small writes are no use to a file. */
  @Override
  public void flush() throws IOException {
    long now = System.nanoTime();
    if (file.isEmpty() || now - flushedAt < FLUSH_EVERY_NANOS) {
      return;
    }
    if (file.get().isOver(now, options.rotation())) {
      endFile(now);
    } else {
      file.get().flush();
    }
    flushedAt = now;
  }

  /** After a failure there is nothing more to say. */
  @Override
  public void finish(long epochNanos, long lost) throws IOException {
    if (file.isPresent()) {
      file.get().finish(epochNanos, lost - lostBefore);
    }
  }

  /** Its account has what was lost before its packets; the last one's has the rest. */
  private void endFile(long monotonicNanos) throws IOException {
    RecordingFile ended = file.orElseThrow();
    lostBefore += ended.lost();
    file = Optional.empty();
    ended.finishAt(monotonicNanos);
  }

  private RecordingFile next(Instant begun) throws IOException {
    NewFile next;
    try {
      next =
          series.isPresent()
              ? series.get().next(begun)
              : NewFile.createOrOpen(options.file(), options.owner());
    } catch (IOException e) {
      throw new WriteException(e.getMessage(), e); // it names the file
    }
    return new RecordingFile(next, options.snaplen());
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
