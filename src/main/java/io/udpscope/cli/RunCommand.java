package io.udpscope.cli;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Failure;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * {@code udpscope run}: the rules in force, without a screen, until it is told to stop. A line on
 * standard error when it begins and one when it ends; a tap only for {@code -w}.
 */
final class RunCommand {
  private static final int BATCH = 4096;
  private static final int NAMES_SHOWN = 8;
  private static final long LONGEST_SLEEP_NANOS = 1_000_000_000L;
  private static final long LAST_LOOK_NANOS = 200_000_000L;

  private final Options options;
  private final Datapath datapath;
  private final Runnable attach;
  private final OutputStream out;
  private final PrintStream err;
  private final BooleanSupplier stopped;
  private PacketReader reader;

  RunCommand(Options options, HeadlessSession session) {
    this.options = options;
    this.datapath = session.datapath();
    this.attach = session.attach();
    this.out = session.out();
    this.err = session.err();
    this.stopped = session.stopped();
  }

  /**
   * @return the exit code
   * @throws Recording.WriteException if the file of {@code -w} takes no more
   * @throws FailedException if it cannot go on otherwise; the counters are printed by then
   */
  int run() throws IOException {
    reader = new PacketReader(datapath);
    if (options.file().isPresent()) {
      Tap tap = datapath.openTap(TapOptions.DEFAULT.withSnaplen(options.snaplen()));
      try (Recording recording = new Recording(options.file().get(), options.snaplen())) {
        capture(tap, recording);
      }
    } else if (options.format() == OutputFormat.PCAPNG) {
      Tap tap = datapath.openTap(TapOptions.DEFAULT.withSnaplen(options.snaplen()));
      capture(tap, new PcapngOutput(out, options.snaplen()));
    } else {
      stay(null, null);
    }
    return ExitCode.DONE;
  }

  private void capture(Tap tap, PacketOutput output) throws IOException {
    stay(tap, output);
    long start = System.nanoTime();
    while (reader.read(tap, output, BATCH) > 0 && System.nanoTime() - start < LAST_LOOK_NANOS) {
      output.flush();
    }
    output.finish(reader.nowEpochNanos(), reader.lost(tap));
  }

  /** Until it is to stop; the counters come however it ends. */
  private void stay(Tap tap, PacketOutput output) throws IOException {
    attach.run();
    long start = System.nanoTime();
    err.println(beginning());
    EventLines events = new EventLines(err, datapath.attachments());
    try {
      while (!stopped.getAsBoolean()) {
        events.print(datapath.events());
        if (tap == null || reader.read(tap, output, BATCH) == 0) {
          flush(output);
          datapath.await(LONGEST_SLEEP_NANOS);
        }
      }
    } catch (DatapathException e) {
      throw new FailedException(e.getMessage(), e);
    } finally {
      err.println(ending(datapath.ruleCounters(), System.nanoTime() - start));
    }
  }

  private static void flush(PacketOutput output) throws IOException {
    if (output != null) {
      output.flush();
    }
  }

  /** {@code running on eth0 (native), eth1 (generic: …); rules dns, telemetry}. */
  private String beginning() {
    List<String> places = new ArrayList<>();
    for (Attachment attachment : datapath.attachments()) {
      String reason = attachment.reason().isEmpty() ? "" : ": " + attachment.reason();
      places.add(attachment.interfaceName() + " (" + attachment.hook().word() + reason + ")");
    }
    List<String> names = datapath.rules().stream().map(Rule::name).toList();
    int hidden = Math.max(0, names.size() - NAMES_SHOWN);
    return "running on "
        + String.join(", ", places)
        + (names.isEmpty() ? "; no rules" : "; rules ")
        + String.join(", ", names.subList(0, names.size() - hidden))
        + (hidden == 0 ? "" : " and " + hidden + " more");
  }

  private static String ending(Map<String, RuleCounters> counters, long nanos) {
    long packets = 0;
    long passed = 0;
    long dropped = 0;
    long translated = 0;
    long forwarded = 0;
    long replied = 0;
    long copied = 0;
    Map<Failure, Long> failed = new EnumMap<>(Failure.class);
    for (RuleCounters rule : counters.values()) {
      packets += rule.traffic().packets();
      passed += rule.passed();
      dropped += rule.dropped();
      translated += rule.translated();
      forwarded += rule.forwarded();
      replied += rule.replied();
      copied += rule.copied();
      rule.failed().forEach((reason, count) -> failed.merge(reason, count, Long::sum));
    }
    String text =
        String.format(
            Locale.ROOT,
            "matched %d, passed %d, dropped %d, translated %d, forwarded %d, replied %d, copied %d",
            packets,
            passed,
            dropped,
            translated,
            forwarded,
            replied,
            copied);
    return text + failures(failed) + String.format(Locale.ROOT, ", seconds %.3f", nanos / 1e9);
  }

  /** {@code , failed 3 (no-neighbour 2, mtu 1)}. */
  private static String failures(Map<Failure, Long> failed) {
    long all = failed.values().stream().mapToLong(Long::longValue).sum();
    List<String> reasons = new ArrayList<>();
    failed.forEach((reason, count) -> reasons.add(reason.word() + " " + count));
    return ", failed " + all + (all == 0 ? "" : " (" + String.join(", ", reasons) + ")");
  }
}
