package io.udpscope.cli;

import io.udpscope.capture.file.FilePackets;
import io.udpscope.capture.file.Kind;
import io.udpscope.cli.option.ReadOptions;
import io.udpscope.cli.output.CapturedPacket;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.PacketOutput;
import io.udpscope.cli.output.PacketReader;
import io.udpscope.cli.output.Recording;
import io.udpscope.cli.output.StandardOutput;
import io.udpscope.model.Action;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Prints the packets of a file, or writes them into another one, until it ends. */
final class FilePrinter {
  private static final long FLUSH_EVERY_NANOS = 20_000_000L;

  private final FilePackets packets;
  private final ReadOptions options;
  private final OutputStream out;
  private final PrintStream err;
  private final BooleanSupplier stopped;
  private final PacketRecord record = new PacketRecord();
  private Optional<PacketOutput> output = Optional.empty();
  private Optional<Recording> recording = Optional.empty();
  private long flushedAt;

  FilePrinter(
      FilePackets packets,
      ReadOptions options,
      OutputStream out,
      PrintStream err,
      BooleanSupplier stopped) {
    this.packets = packets;
    this.options = options;
    this.out = out;
    this.err = err;
    this.stopped = stopped;
  }

  /**
   * @throws StandardOutput.ClosedException if whoever read the packets has gone
   * @throws Recording.WriteException if the file of {@code -w} takes no more
   */
  void run() throws IOException {
    if (options.recording().isEmpty() || options.format().isPresent() || options.look().hexDump()) {
      OutputFormat format = options.format().orElse(OutputFormat.TEXT);
      output = Optional.of(format.on(out, options.look(), options.snaplen()));
    }
    if (options.recording().isEmpty()) {
      print();
      return;
    }
    try (Recording opened = new Recording(options.recording().get())) {
      recording = Optional.of(opened);
      try {
        print();
      } finally {
        opened.finish(packets.lastNanos(), packets.lost());
      }
    }
  }

  /** The account comes however it ends. */
  private void print() throws IOException {
    try {
      long limit = options.count().orElse(Long.MAX_VALUE);
      while (!stopped.getAsBoolean() && packets.packets(Kind.UDP) < limit && packets.next()) {
        if (packets.kind() == Kind.UDP) {
          accept(packet());
        }
      }
    } finally {
      finish();
    }
  }

  private CapturedPacket packet() {
    record.wrap(packets.record(), 0);
    return new CapturedPacket(
        record,
        record.monotonicNanos(),
        packets.interfaceName(record.ifindex()),
        Optional.empty(),
        packets.ruleName(record.ruleSlot()),
        action(record.verdict()));
  }

  /** A verdict tells the action of the rule, whatever that was. */
  private static Optional<Action> action(Verdict verdict) {
    return verdict == Verdict.UNKNOWN
        ? Optional.empty()
        : Optional.of(PacketReader.TAKEN.contains(verdict) ? Action.DROP : Action.PASS);
  }

  private void accept(CapturedPacket packet) throws IOException {
    if (output.isPresent()) {
      output.get().accept(packet);
    }
    if (recording.isPresent()) {
      recording.get().accept(packet);
    }
    long now = System.nanoTime();
    if (now - flushedAt >= FLUSH_EVERY_NANOS) {
      flushedAt = now;
      flush();
    }
  }

  /**
   * What was printed goes out before anybody waits for more.
   *
   * @throws UncheckedIOException if it does not
   */
  void flushNow() {
    try {
      flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush() throws IOException {
    if (output.isPresent()) {
      output.get().flush();
    }
    if (recording.isPresent()) {
      recording.get().flush();
    }
  }

  private void finish() throws IOException {
    if (output.isPresent()) {
      output.get().finish(packets.lastNanos(), packets.lost());
    }
    Object[] account = {
      packets.packets(),
      packets.packets(Kind.UDP),
      packets.packets(Kind.FRAGMENT),
      packets.packets(Kind.MALFORMED),
      packets.packets(Kind.OTHER),
      packets.lost()
    };
    err.println(
        "read %d, udp %d, fragments %d, malformed %d, other %d, lost %d".formatted(account));
    if (options.format().filter(OutputFormat.JSON::equals).isPresent()) {
      err.println(
          "{\"read\":%d,\"udp\":%d,\"fragments\":%d,\"malformed\":%d,\"other\":%d,\"lost\":%d}"
              .formatted(account));
    }
  }
}
