package io.udpscope.cli;

import io.udpscope.cli.option.ExitCode;
import io.udpscope.cli.option.Options;
import io.udpscope.cli.output.OutputFormat;
import io.udpscope.cli.output.PacketOutput;
import io.udpscope.cli.output.PacketReader;
import io.udpscope.cli.output.PcapngOutput;
import io.udpscope.cli.output.Recording;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Failure;
import io.udpscope.model.RelayError;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code udpscope run}: the rules in force, without a screen, until it is told to stop. A line on
 * standard error when it begins and one when it ends; a tap only for {@code -w}. It answers signals
 * ({@link RunRequests}) and tells a service manager how it is doing.
 */
final class RunCommand {
  private static final int BATCH = 4096;
  private static final int NAMES_SHOWN = 8;
  private static final long LONGEST_SLEEP_NANOS = 1_000_000_000L;
  private static final long LAST_LOOK_NANOS = 200_000_000L;

  private final Options options;
  private final HeadlessSession session;
  private final RunRequests requests;
  private final ServiceNotices notices;
  private final Datapath datapath;
  private final PrintStream err;
  private final PacketReader reader;

  RunCommand(
      Options options, HeadlessSession session, RunRequests requests, ServiceNotices notices) {
    this.options = options;
    this.session = session;
    this.requests = requests;
    this.notices = notices;
    this.datapath = session.datapath();
    this.err = session.err();
    this.reader = new PacketReader(datapath);
  }

  /**
   * @return the exit code
   * @throws Recording.WriteException if the file of {@code -w} takes no more
   * @throws FailedException if it cannot go on otherwise; the counters are printed by then
   */
  int run() throws IOException {
    if (options.recording().isPresent()) {
      Tap tap = openTap();
      try (Recording recording = new Recording(options.recording().get())) {
        capture(tap, recording);
      }
    } else if (options.format() == OutputFormat.PCAPNG) {
      capture(openTap(), new PcapngOutput(session.out(), options.snaplen()));
    } else {
      stay(Optional.empty(), () -> false);
    }
    return ExitCode.DONE;
  }

  private Tap openTap() {
    return datapath.openTap(TapOptions.DEFAULT.withSnaplen(options.snaplen()));
  }

  private void capture(Tap tap, PacketOutput output) throws IOException {
    try {
      stay(Optional.of(tap), () -> readOrFlush(tap, output));
    } catch (FailedException e) { // of the session, not of the output
      finish(tap, output);
      throw e;
    }
    finish(tap, output);
  }

  private void finish(Tap tap, PacketOutput output) throws IOException {
    long start = System.nanoTime();
    while (reader.read(tap, output, BATCH) > 0 && System.nanoTime() - start < LAST_LOOK_NANOS) {
      output.flush();
    }
    output.finish(reader.nowEpochNanos(), reader.lost(tap));
  }

  private boolean readOrFlush(Tap tap, PacketOutput output) throws IOException {
    boolean some = reader.read(tap, output, BATCH) > 0;
    if (!some) {
      output.flush();
    }
    return some;
  }

  /** What there is to do again and again while the rules are in force. */
  @FunctionalInterface
  private interface Work {
    /**
     * @return false if there was nothing, so that one can sleep
     */
    boolean some() throws IOException;
  }

  /** Until it is to stop; the counters come however it ends. */
  private void stay(Optional<Tap> tap, Work work) throws IOException {
    session.attach().run();
    long start = System.nanoTime();
    String beginning = beginning();
    err.println(beginning);
    notices.ready(beginning);
    EventLines events = new EventLines(err, datapath.attachments());
    CountersPrinter printer = new CountersPrinter(session, options.format(), tap);
    try {
      while (!session.stopped().getAsBoolean()) {
        events.print(datapath.events());
        requests.answer(printer);
        notices.signOfLife(isRelayWell());
        if (!work.some()) {
          datapath.await(notices.sleepNanos(requests.sleepNanos(LONGEST_SLEEP_NANOS)));
        }
      }
    } catch (DatapathException e) {
      throw new FailedException(e.getMessage(), e);
    } finally {
      notices.stopping();
      err.println(ending(SessionCounters.of(datapath, tap), System.nanoTime() - start));
    }
  }

  private boolean isRelayWell() {
    return datapath.relay().map(RelayState::alive).orElse(true);
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

  private static String ending(SessionCounters counters, long nanos) {
    Map<RelayError, Long> errors = counters.relayErrors();
    return String.format(
        Locale.ROOT,
        "matched %d, passed %d, dropped %d, translated %d, forwarded %d, relayed %d, replied %d,"
            + " copied %d, failed %s%s, seconds %.3f",
        counters.sum(rule -> rule.traffic().packets()),
        counters.sum(RuleCounters::passed),
        counters.sum(RuleCounters::dropped),
        counters.sum(RuleCounters::translated),
        counters.sum(RuleCounters::forwarded),
        counters.sum(RuleCounters::relayed),
        counters.sum(RuleCounters::replied),
        counters.sum(RuleCounters::copied),
        SessionCounters.byReason(counters.failures(), Failure::word),
        errors.isEmpty()
            ? ""
            : ", relay errors " + SessionCounters.byReason(errors, RelayError::word),
        nanos / 1e9);
  }
}
