package io.udpscope.cli.output;

import io.udpscope.capture.NewFile;
import io.udpscope.capture.Rotation;
import io.udpscope.cli.output.Recording.WriteException;
import java.io.IOException;

/**
 * One file of a recording, a whole pcapng by itself. A write that fails leaves it as it was after
 * the last one that did not, so that it can be read; where there was none, none is left.
 */
final class RecordingFile implements AutoCloseable {
  private final NewFile file;
  private final PcapngOutput output;
  private long packets;
  private long lost;
  private long firstNanos;
  private long clockOffset;
  private boolean failed;

  /** Writes what a file begins with. */
  RecordingFile(NewFile file, int snaplen) throws IOException {
    this.file = file;
    output = new PcapngOutput(file.out(), snaplen);
    flush();
  }

  /** Whether the packet belongs in this file. A packet that is larger than a file has one alone. */
  boolean takes(CapturedPacket packet, Rotation rotation) {
    return packets == 0
        || !isOver(packet.record().monotonicNanos(), rotation)
            && output.mostWith(packet) <= rotation.bytes();
  }

  /** Whether its time is over. */
  boolean isOver(long monotonicNanos, Rotation rotation) {
    return packets > 0 && monotonicNanos - firstNanos >= rotation.nanos();
  }

  void accept(CapturedPacket packet) throws IOException {
    long monotonicNanos = packet.record().monotonicNanos();
    clockOffset = packet.epochNanos() - monotonicNanos;
    if (packets++ == 0) {
      firstNanos = monotonicNanos;
    }
    lost += packet.record().lostBefore();
    try {
      output.accept(packet);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void flush() throws IOException {
    attempt(output::flush);
  }

  /** Packets that were lost before those in it. */
  long lost() {
    return lost;
  }

  /** Writes the account and closes it. After a failure there is nothing more to say. */
  void finish(long epochNanos, long lost) throws IOException {
    try (this) {
      if (!failed) {
        attempt(() -> output.finish(epochNanos, lost));
      }
    }
  }

  /** As above, as of the last packet's clock. */
  void finishAt(long monotonicNanos) throws IOException {
    finish(monotonicNanos + clockOffset, lost);
  }

  @Override
  public void close() throws IOException {
    attempt(file::close);
  }

  private interface Attempt {
    void make() throws IOException;
  }

  private void attempt(Attempt attempt) throws IOException {
    try {
      attempt.make();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private IOException failure(IOException e) {
    failed = true;
    if (StandardOutput.isPipe(file.path())) {
      return new StandardOutput.ClosedException(e);
    }
    try {
      leaveWhatIsWhole();
    } catch (IOException | RuntimeException cannot) {
      e.addSuppressed(cannot); // a device, which keeps what it has
    }
    return new WriteException(e.getMessage(), e); // it names the file
  }

  private void leaveWhatIsWhole() throws IOException {
    if (output.written() == 0 && file.isMade()) {
      file.remove();
    } else {
      file.truncate(output.written());
    }
  }
}
