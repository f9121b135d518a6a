package io.udpscope.app.export;

import io.udpscope.app.find.Filtering;
import io.udpscope.app.log.Announcer;
import io.udpscope.app.log.Notice;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.TimeSource;
import io.udpscope.capture.NewFile;
import io.udpscope.capture.PacketRows;
import io.udpscope.capture.PcapngWriter;
import io.udpscope.capture.Redaction;
import io.udpscope.capture.filter.ShownRows;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Rule;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes the files that the screen asks for, one at a time, in slices of time. The agent's. */
public final class Exports {
  private static final long SLICE_NANOS = 5_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final PacketRows store;
  private final Datapath datapath;
  private final Filtering filtering;
  private final ExportPolicy policy;
  private final TimeSource time;
  private final DayClock clock;
  private final Announcer announcer;
  private Optional<Export> current = Optional.empty();
  private String name = "";
  private boolean ofFilter;
  private long series;
  private long saidAt;

  public Exports(
      PacketRows store,
      Datapath datapath,
      Filtering filtering,
      ExportPolicy policy,
      TimeSource time,
      DayClock clock,
      Announcer announcer) {
    this.store = store;
    this.datapath = datapath;
    this.filtering = filtering;
    this.policy = policy;
    this.time = time;
    this.clock = clock;
    this.announcer = announcer;
  }

  /**
   * Begins a file of packets.
   *
   * @param chosenRow of the store; -1 if none is chosen
   */
  public void write(ExportRequest request, long chosenRow) {
    begin(
        request,
        path -> {
          Optional<Redaction> redaction =
              request.redact() ? Optional.of(new Redaction()) : Optional.empty();
          PacketsExport.Range range = range(request.scope(), chosenRow);
          NewFile file = NewFile.create(path, request.overwrite(), policy.owner());
          return new CaptureFileExport(file, packets(file, range, redaction));
        });
  }

  /** Begins a file of the rules that are in force. */
  public void rules(ExportRequest request) {
    begin(
        request,
        path -> {
          if (request.redact()) {
            throw new IOException("what is redacted is of packets; rules say addresses");
          }
          List<Rule> rules = datapath.rules();
          if (rules.isEmpty()) {
            throw new IOException("there are no rules");
          }
          String text = policy.rules().text(rules, request.isJson());
          NewFile file = NewFile.create(path, request.overwrite(), policy.owner());
          return new RulesExport(file, text, rules.size());
        });
  }

  /**
   * Begins a bundle.
   *
   * @param redaction what has taken the addresses out of the screen, and does so with the rest
   * @param screen what it shows, as text
   * @param session what its texts are about
   */
  public void bundle(
      ExportRequest request,
      Optional<Redaction> redaction,
      String screen,
      Function<Instant, BundleTexts.Session> session) {
    begin(
        request,
        path -> {
          Instant now = time.wallClock();
          Map<String, String> texts = new LinkedHashMap<>(policy.texts().of(session.apply(now)));
          texts.replaceAll((file, text) -> redaction.map(one -> one.of(text)).orElse(text));
          texts.put("screen.txt", screen);
          PacketsExport.Range range = range(request.scope(), -1);
          NewFile file = NewFile.create(path, request.overwrite(), policy.owner());
          try {
            Path beside = path.resolveSibling("." + path.getFileName() + ".packets");
            NewFile scratch = NewFile.create(beside, true, Optional.empty());
            PacketsExport packets = packets(scratch, range, redaction);
            return new BundleExport(file, scratch, packets, texts, now.getEpochSecond());
          } catch (IOException e) {
            file.remove();
            throw e;
          }
        });
  }

  /** Makes what is to be written. */
  private interface Beginning {
    Export at(Path path) throws IOException;
  }

  private void begin(ExportRequest request, Beginning beginning) {
    if (current.isPresent()) {
      announcer.say(Notice.warning(name + " is still being written: " + current.get().progress()));
      return;
    }
    try {
      Path path = policy.path(request.file());
      if (path.getFileName() == null) {
        throw new IOException(request.file() + " is no name for a file");
      }
      current = Optional.of(beginning.at(path));
      name = request.file();
      ofFilter = request.scope() == ExportRequest.Scope.SHOWN && !request.namesRules();
      series = filtering.series();
      saidAt = System.nanoTime();
    } catch (IOException | InvalidPathException e) {
      announcer.say(Notice.warning("not written: " + e.getMessage()));
    }
  }

  private PacketsExport.Range range(ExportRequest.Scope scope, long chosenRow) throws IOException {
    ShownRows all = ShownRows.all(store);
    PacketsExport.Range range =
        switch (scope) {
          case ALL -> PacketsExport.Range.all(all);
          case SHOWN -> shown();
          case CHOSEN -> new PacketsExport.Range(all, chosenRow, chosenRow + 1);
        };
    if (range.from() >= range.end()) {
      throw new IOException("there is no packet to write");
    }
    if (scope == ExportRequest.Scope.CHOSEN && chosenRow < store.firstRow()) {
      throw new IOException("the chosen packet has made room for newer ones");
    }
    return range;
  }

  private PacketsExport.Range shown() throws IOException {
    long percent = filtering.news().percent();
    if (percent < 100) {
      throw new IOException("the filter has looked at " + percent + " % of the packets so far");
    }
    return PacketsExport.Range.all(filtering.rows());
  }

  private PacketsExport packets(
      NewFile file, PacketsExport.Range range, Optional<Redaction> redaction) {
    PcapngWriter writer =
        new PcapngWriter(file.out(), policy.application(), TapOptions.MAX_SNAPLEN);
    clock.measure();
    long offset = clock.epochOffsetNanos();
    return new PacketsExport(store, datapath, writer, range, redaction, offset);
  }

  public boolean isBusy() {
    return current.isPresent();
  }

  /** Goes on with what is being written. */
  public void advance() {
    if (current.isEmpty()) {
      return;
    }
    Export export = current.get();
    try {
      if (ofFilter && series != filtering.series()) {
        throw new IOException("the filter was changed meanwhile");
      }
      if (export.advance(SLICE_NANOS)) {
        current = Optional.empty();
        announcer.say(Notice.information(export.summary()));
      } else if (System.nanoTime() - saidAt > SECOND_NANOS) {
        saidAt = System.nanoTime();
        announcer.say(Notice.information("writing " + name + ": " + export.progress()));
      }
    } catch (IOException e) {
      current = Optional.empty();
      announcer.say(Notice.alarm(e.getMessage() + "; " + export.abandon()));
    }
  }

  /** The session ends: what is not whole goes. */
  public void close() {
    current.ifPresent(Export::abandon);
    current = Optional.empty();
  }
}
