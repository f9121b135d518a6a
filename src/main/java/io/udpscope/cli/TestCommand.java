package io.udpscope.cli;

import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.option.Options;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.OutputLook;
import io.udpscope.cli.output.PacketOutput;
import io.udpscope.cli.output.PacketReader;
import io.udpscope.cli.output.Recording;
import io.udpscope.cli.output.StandardOutput;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** {@code udpscope test}: prints every packet that hits the ring, until it is told to stop. */
final class TestCommand {
  private static final int BATCH = 1024;
  private static final long FLUSH_EVERY_NANOS = 20_000_000L;
  private static final long LONGEST_SLEEP_NANOS = 1_000_000_000L;
  private static final long LAST_LOOK_NANOS = 200_000_000L;

  private final Options options;
  private final HeadlessSession session;
  private final Datapath datapath;
  private final PrintStream err;
  private final long limit;
  private EventLines events;
  private PacketReader reader;
  private PacketOutput output;
  private Tap tap;
  private Recording recording;
  private Tap recordingTap;
  private long startNanos;
  private long captured;
  private long recorded;
  private long flushedAt;

  TestCommand(Options options, HeadlessSession session) {
    this.options = options;
    this.session = session;
    this.datapath = session.datapath();
    this.err = session.err();
    this.limit = options.count().orElse(Long.MAX_VALUE);
  }

  /**
   * @return the exit code
   * @throws StandardOutput.ClosedException if whoever read the packets has gone
   * @throws Recording.WriteException if the file of {@code -w} takes no more
   * @throws FailedException if it cannot go on otherwise; the summary is printed by then
   */
  int run() throws IOException {
    TapOptions tapOptions = TapOptions.DEFAULT.withSnaplen(options.snaplen());
    tap = datapath.openTap(tapOptions);
    if (options.recording().isEmpty()) {
      begin();
      capture();
      return exitCode();
    }
    try (Recording opened = new Recording(options.recording().get())) {
      recordingTap = datapath.openTap(tapOptions);
      recording = opened;
      begin();
      try {
        capture();
      } finally {
        recording.finish(reader.nowEpochNanos(), reader.lost(recordingTap));
      }
    }
    return exitCode();
  }

  /** With the taps open, so that the first packet meets them. */
  private void begin() {
    session.attach().run();
    startNanos = System.nanoTime();
    flushedAt = startNanos;
    reader = new PacketReader(datapath);
    output = output();
    announce();
  }

  private int exitCode() {
    return captured >= options.expect().orElse(0) ? ExitCode.DONE : ExitCode.NOT_EXPECTED;
  }

  /** Until it is to stop; the summary comes however it ends. */
  private void capture() throws IOException {
    try {
      readUntilEnd();
      lastLook();
    } catch (DatapathException e) {
      throw new FailedException(e.getMessage(), e);
    } finally {
      finish();
    }
  }

  private PacketOutput output() {
    OutputLook look = new OutputLook(options.hexDump(), options.color(), options.ascii());
    return options.format().on(session.out(), look, options.snaplen());
  }

  private void announce() {
    events = new EventLines(err, datapath.attachments());
    for (Attachment attachment : datapath.attachments()) {
      String reason = attachment.reason().isEmpty() ? "" : " (" + attachment.reason() + ")";
      err.println(
          "listening on "
              + attachment.interfaceName()
              + ", hook "
              + attachment.hook().word()
              + reason);
    }
  }

  private void readUntilEnd() throws IOException {
    long deadline = options.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    while (!session.stopped().getAsBoolean() && captured < limit) {
      long now = System.nanoTime();
      long remaining = deadline - (now - startNanos);
      if (remaining <= 0) {
        return;
      }
      boolean idle = read() == 0;
      if (idle || now - flushedAt >= FLUSH_EVERY_NANOS) {
        flush();
        flushedAt = now;
        events.print(datapath.events());
      }
      if (idle && captured < limit) {
        datapath.await(Math.min(remaining, LONGEST_SLEEP_NANOS));
      }
    }
  }

  private int read() throws IOException {
    int read = reader.read(tap, output, (int) Math.min(BATCH, limit - captured));
    captured += read;
    if (recording == null) {
      return read;
    }
    int written = reader.read(recordingTap, recording, (int) Math.min(BATCH, limit - recorded));
    recorded += written;
    return read + written;
  }

  /** What came before the end may still be in the ring. Traffic goes on, so this has an end too. */
  private void lastLook() throws IOException {
    long start = System.nanoTime();
    while (read() > 0 && System.nanoTime() - start < LAST_LOOK_NANOS) {
      flush();
    }
  }

  private void flush() throws IOException {
    output.flush();
    if (recording != null) {
      recording.flush();
    }
  }

  private void finish() throws IOException {
    long lost = reader.lost(tap);
    output.finish(reader.nowEpochNanos(), lost);
    long milliseconds = (System.nanoTime() - startNanos) / 1_000_000;
    String seconds =
        String.format(Locale.ROOT, "%d.%03d", milliseconds / 1000, milliseconds % 1000);
    err.println("captured " + captured + ", lost " + lost + " (ring), seconds " + seconds);
    if (options.format() == OutputFormat.JSON) {
      err.println(
          "{\"captured\":" + captured + ",\"lost\":" + lost + ",\"seconds\":" + seconds + "}");
    }
  }
}
