package io.udpscope.app;

import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.export.ExportPolicy;
import io.udpscope.app.export.Exports;
import io.udpscope.app.find.Filtering;
import io.udpscope.app.find.Searching;
import io.udpscope.app.flow.FlowReader;
import io.udpscope.app.health.Health;
import io.udpscope.app.health.Host;
import io.udpscope.app.health.HostSource;
import io.udpscope.app.log.EventLog;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketWindow;
import io.udpscope.app.page.PageReader;
import io.udpscope.app.target.TargetLookup;
import io.udpscope.app.target.TargetNews;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.RateMeter;
import io.udpscope.app.time.TimeSource;
import io.udpscope.capture.GrowingRows;
import io.udpscope.capture.flow.FlowCounter;
import io.udpscope.capture.flow.Flows;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Reading;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Forward;
import io.udpscope.model.Hook;
import io.udpscope.model.Ledger;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TargetState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Owns the datapath, its taps and the packet store, and runs their duty cycle: drain the ring into
 * the store, do what the screen asked for, publish a snapshot, sleep. {@link #offer}, {@link
 * #latest} and {@link #stop} are for any thread; everything else happens on the agent's.
 */
public final class Agent implements Runnable {
  /**
   * @param sink where captured packets go as well
   * @param changes what the screen may change
   * @param host where the datapath is
   * @param exports how files are written that the screen asks for
   */
  public record Options(
      TapOptions tap,
      int storeBytes,
      Optional<PacketSink.Source> sink,
      ChangePolicy changes,
      HostSource host,
      ExportPolicy exports) {}

  private static final int QUEUE = 256;
  private static final int BATCH = 4096;
  private static final long DRAIN_NANOS = 5_000_000;
  private static final long COUNT_NANOS = 3_000_000;

  /** While the ring fills as fast as it is read. */
  private static final long HURRIED_COUNT_NANOS = 500_000;

  private static final long FLOW_SLICE_NANOS = 1_000_000;
  private static final long PUBLISH_NANOS = 100_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  /**
   * While packets flow, the ring is looked at this often instead of at every packet. The default
   * ring holds more than 30 ms of 4 million packets a second.
   */
  private static final long PAUSE_NANOS = 4_000_000;

  private final DatapathSource source;
  private final Options options;
  private final TimeSource time;
  private final DayClock clock;
  private final EventLog events;
  private final Runnable published;
  private final Executor compiling;
  private final ArrayBlockingQueue<Command.ForAgent> commands = new ArrayBlockingQueue<>(QUEUE);
  private final RateMeter meter = new RateMeter();
  private final Set<String> down = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();
  private final List<String> failures = new ArrayList<>();

  private final Object wakeLock = new Object();
  private volatile Snapshot latest;
  private volatile boolean stopping;

  private Datapath datapath;
  private boolean closed;
  private GrowingRows store;
  private PacketConsumer append;
  private Tap tap;
  private Optional<SinkTap> sink = Optional.empty();
  private PageReader pages;
  private FlowCounter counter;
  private FlowReader flowPages;
  private Filtering filtering;
  private Searching searching;
  private Changes changes;
  private TargetLookup targetLookup;
  private Health health;
  private Host host;
  private Exports exports;
  private List<Hook> hooks = List.of();
  private PacketWindow window = new PacketWindow.Latest(1);
  private Optional<Notice> notice = Optional.empty();
  private boolean dirty;
  private boolean asked;
  private long lastPublished;
  private long nextSecond;
  private long fileNanos;

  /** How much of what was in the ring has been taken out and counted. */
  enum Drained {
    NOTHING,
    PART,
    ALL
  }

  /**
   * @param published called on the agent's thread after each new snapshot
   */
  public Agent(
      DatapathSource source, Options options, TimeSource time, ZoneId zone, Runnable published) {
    this(source, options, time, zone, published, Agent::compileFilter);
  }

  /**
   * @param compiling where filters are compiled, one after the other
   */
  Agent(
      DatapathSource source,
      Options options,
      TimeSource time,
      ZoneId zone,
      Runnable published,
      Executor compiling) {
    this.compiling = compiling;
    this.source = source;
    this.options = options;
    this.time = time;
    this.clock = new DayClock(time, zone, source.isFile());
    this.events = new EventLog(time, clock);
    this.published = published;
    this.latest = Snapshot.attaching(clock.nowOfDayNanos(), options.storeBytes());
  }

  /**
   * Asks for something to be done soon.
   *
   * @return false if too much is waiting already; then nothing will be done
   */
  public boolean offer(Command.ForAgent command) {
    boolean taken = commands.offer(command);
    wake();
    return taken;
  }

  public Snapshot latest() {
    return latest;
  }

  /** Ends {@link #run} soon. */
  public void stop() {
    stopping = true;
    wake();
  }

  /** Under a lock: a datapath that is closed has no descriptor left to ring. */
  private void wake() {
    synchronized (wakeLock) {
      if (datapath != null && !closed) {
        datapath.wake();
      }
    }
  }

  /** What went wrong while the session ran and made it less than it should be; after the end. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void run() {
    try {
      open();
      while (!stopping) {
        sleep(cycle());
      }
      drain();
      publish(time.monotonicNanos()); // the final account
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      close();
    }
  }

  private void fail(RuntimeException cause) {
    latest = latest.failed(cause);
    published.run();
  }

  /** On a thread that ends with its work, since hardly ever is there any. */
  private static void compileFilter(Runnable work) {
    Thread thread = new Thread(work, "filter-compiler");
    thread.setDaemon(true);
    thread.start();
  }

  /** Loads and attaches. */
  void open() {
    Datapath opened = source.open();
    store = source.store(options.storeBytes()); // here, as zeroing it takes a while
    append = store::append;
    Flows flows = new Flows();
    counter = new FlowCounter(store, flows);
    synchronized (wakeLock) {
      datapath = opened;
    }
    tap = opened.openTap(options.tap());
    sink = options.sink().map(from -> SinkTap.open(opened, options.tap(), from, this::sinkLost));
    source.attach();
    attached(opened.attachments());
    Map<Integer, String> names = new HashMap<>();
    for (Attachment attachment : opened.attachments()) {
      names.put(attachment.ifindex(), attachment.interfaceName());
    }
    pages = new PageReader(store, opened, clock);
    flowPages = new FlowReader(flows, counter, store, opened, clock);
    filtering = new Filtering(store, compiling, this::wake);
    searching = new Searching(store, filtering);
    targetLookup = new TargetLookup(opened, store);
    changes =
        new Changes(
            opened,
            options.changes(),
            time,
            clock,
            (before, after) ->
                new Preview(
                    store, names, before, after, time.monotonicNanos(), Preview.MAX_WORK_NANOS),
            new SessionTraffic(store, options.changes().session()),
            this::say);
    host = options.host().open();
    health = new Health(host, names.keySet());
    exports = new Exports(store, opened, filtering, options.exports(), time, clock, this::say);
    nextSecond = time.monotonicNanos();
    dirty = true;
  }

  private void attached(List<Attachment> attachments) {
    Set<Hook> used = new TreeSet<>();
    for (Attachment attachment : attachments) {
      used.add(attachment.hook());
      if (!attachment.reason().isEmpty()) {
        String hook = attachment.hook().word();
        say(
            Notice.information(
                attachment.interfaceName() + " has the " + hook + " hook: " + attachment.reason()));
      }
    }
    hooks = List.copyOf(used);
  }

  /** Once around: everything but the sleep. */
  Drained cycle() {
    Drained drained = drain();
    long counting = drained == Drained.PART ? HURRIED_COUNT_NANOS : COUNT_NANOS;
    drained = counter.advance(counting) ? drained : Drained.PART;
    sink.ifPresent(SinkTap::write);
    takeEvents();
    takeCommands();
    changes.advancePreview();
    asked |= filtering.advance();
    asked |= flowPages.advance(flowNanos(), FLOW_SLICE_NANOS);
    asked |= searching.advance();
    dirty |= filtering.isBusy() || searching.isBusy();
    asked |= health.advance();
    exports.advance();
    long now = time.monotonicNanos();
    if (now - nextSecond >= 0) {
      clock.measure();
      dirty = true;
    }
    if (asked || dirty && (now - lastPublished >= PUBLISH_NANOS || now - nextSecond >= 0)) {
      publish(now);
    }
    return drained;
  }

  /** Rates are those of the last second, in a file of its last one, as it was a moment ago. */
  private long flowNanos() {
    return source.isFile() ? fileNanos : time.monotonicNanos();
  }

  private void sleep(Drained drained) {
    switch (drained) {
      case PART -> {}
      case ALL -> LockSupport.parkNanos(this, PAUSE_NANOS);
      case NOTHING -> {
        long next = dirty ? Math.min(nextSecond, lastPublished + PUBLISH_NANOS) : nextSecond;
        long wait = isBusy() ? 0 : next - time.monotonicNanos();
        datapath.await(Math.max(0, wait));
      }
    }
  }

  private boolean isBusy() {
    return changes.isPreviewing()
        || filtering.isBusy()
        || searching.isBusy()
        || flowPages.isBusy()
        || health.isBusy()
        || exports.isBusy();
  }

  /** Empties the ring, unless it fills as fast. A file has time to wait for the counting. */
  private Drained drain() {
    if (source.isFile() && counter.isBehind()) {
      return Drained.PART;
    }
    long deadline = System.nanoTime() + DRAIN_NANOS;
    int read = tap.read(append, BATCH);
    if (read == 0) {
      return Drained.NOTHING;
    }
    dirty = true;
    while (read == BATCH && System.nanoTime() < deadline) {
      read = tap.read(append, BATCH);
    }
    return read == BATCH ? Drained.PART : Drained.ALL;
  }

  /** A full disk ends the file, not the session. */
  private void sinkLost(String failure) {
    failures.add(failure);
    happened(Notice.alarm(failure + "; the session goes on without it"));
  }

  private void takeCommands() {
    for (Command.ForAgent next = commands.poll(); next != null; next = commands.poll()) {
      asked = true;
      if (next instanceof Command.ShowPackets show) {
        window = show.window();
      } else if (next instanceof Command.SetFilter filter) {
        filtering.set(filter.expression(), filter.from());
      } else if (next instanceof Command.Find find) {
        searching.find(find.request());
      } else if (next instanceof Command.StopFinding stop) {
        searching.stop(stop.ticket());
      } else if (next instanceof Command.CheckFilter filter) {
        filtering.check(filter.expression());
      } else if (next instanceof Command.ShowFlows show) {
        flowPages.show(show.window());
      } else if (next instanceof Command.ChangeRules change) {
        changes.make(change);
      } else if (next instanceof Command.Undo undo) {
        changes.undo(undo);
      } else if (next instanceof Command.Redo redo) {
        changes.redo(redo);
      } else if (next instanceof Command.LookUpTargets targets) {
        targetLookup.want(targets.typed());
      } else if (next instanceof Command.Keep) {
        changes.keep();
      } else if (next instanceof Command.WritePackets write) {
        exports.write(write.request(), write.chosenRow());
      } else if (next instanceof Command.WriteRules write) {
        exports.rules(write.request());
      } else if (next instanceof Command.WriteBundle bundle) {
        exports.bundle(bundle.request(), bundle.redaction(), bundle.screen(), this::session);
      } else if (next instanceof Command.WatchHost watch) {
        Health.Program counted = program(datapath.ledger(tap), datapath.ruleCounters());
        health.wish(watch.wish(), time.monotonicNanos(), counted, store.packets());
      }
    }
  }

  private void takeEvents() {
    for (DatapathEvent next : datapath.events()) {
      if (next instanceof DatapathEvent.OfInterface event) {
        take(event);
      } else if (next instanceof DatapathEvent.WentBack event) {
        changes.wentBack(event);
      } else if (next instanceof DatapathEvent.NextHopChanged event) {
        TargetNews.of(event, relayed(event.rule())).ifPresent(this::happened);
      } else if (next instanceof DatapathEvent.FileDamaged event) {
        happened(Notice.warning(event.reason()));
      } else if (next instanceof DatapathEvent.RelayDied event) {
        take(event);
      } else if (next instanceof DatapathEvent.NameResolved event) {
        TargetNews.of(event).ifPresent(this::happened);
      }
    }
  }

  private void take(DatapathEvent.OfInterface event) {
    String name = event.interfaceName();
    if (event instanceof DatapathEvent.InterfaceGone) {
      if (gone.add(name)) {
        failures.add(
            "interface " + name + " was deleted while the session ran, and the program with it");
        happened(
            Notice.alarm(
                name + " was deleted, and the program with it; look around before you leave"));
      }
    } else if (event instanceof DatapathEvent.InterfaceDown) {
      down.add(name);
      happened(Notice.alarm(name + " went down: nothing arrives until it is up again"));
    } else {
      down.remove(name);
      happened(Notice.information(name + " is up again"));
    }
  }

  private void take(DatapathEvent.RelayDied event) {
    failures.add("the relay ended while the session ran: " + event.reason());
    happened(
        Notice.alarm(
            "the relay has ended: "
                + event.reason()
                + "; what only it can send passes from now on"));
  }

  /** The forward of a rule, if there is a relay for it. */
  private Optional<Forward> relayed(String rule) {
    boolean alive = datapath.relay().map(RelayState::alive).orElse(false);
    return datapath.rules().stream()
        .filter(one -> alive && one.name().equals(rule))
        .findFirst()
        .flatMap(Rule::forward);
  }

  /** Says it, and keeps it in the log. */
  private void happened(Notice next) {
    events.add(next);
    say(next);
  }

  private void say(Notice next) {
    notice = Optional.of(next);
    asked = true;
  }

  private void publish(long now) {
    Ledger ledger = datapath.ledger(tap);
    Map<String, RuleCounters> counters = datapath.ruleCounters();
    Map<String, List<TargetState>> targets = datapath.targets();
    if (now - nextSecond >= 0) {
      meter.tick(now, clock.timeOfDayNanos(now), ledger, counters, targets);
      health.tick(now, program(ledger, counters), store.packets());
      fileNanos = lastNanos();
      nextSecond = now - nextSecond < SECOND_NANOS ? nextSecond + SECOND_NANOS : now + SECOND_NANOS;
    }
    List<RuleRow> rows = rows(counters, targets);
    latest =
        new Snapshot(
            clock.nowOfDayNanos(),
            status(),
            rows,
            ledger,
            datapath.relay(),
            meter.rates(),
            fill(),
            pages.read(window, filtering.rows(), filtering.series(), now),
            filtering.news(),
            searching.news(),
            flowPages.page(),
            health.report(),
            notice,
            changes.report(),
            events.events(),
            targetLookup.report(now));
    lastPublished = now;
    dirty = pages.isHeld(); // it is to be turned, also if nothing comes any more
    asked = false;
    published.run();
  }

  private BundleTexts.Session session(Instant at) {
    return new BundleTexts.Session(datapath, tap, host, changes.log(), at);
  }

  private Health.Program program(Ledger ledger, Map<String, RuleCounters> counters) {
    return new Health.Program(ledger, datapath.relay(), counters.values());
  }

  private List<RuleRow> rows(
      Map<String, RuleCounters> counters, Map<String, List<TargetState>> targets) {
    List<RuleRow> rows = new ArrayList<>();
    for (Rule rule : datapath.rules()) {
      String name = rule.name();
      Changes.Confirmation confirmation = changes.confirmation(name);
      rows.add(
          new RuleRow(
              rule,
              counters.getOrDefault(name, RuleCounters.NONE),
              meter.rulePerSecond(name),
              meter.ruleHistory(name),
              meter.failuresPerSecond(name),
              meter.relayErrorsPerSecond(name),
              targets.getOrDefault(name, List.of()),
              confirmation.generation(),
              confirmation.atNanos()));
    }
    return List.copyOf(rows);
  }

  private SessionStatus status() {
    Optional<Reading> reading = datapath.reading();
    if (reading.isPresent()) {
      Reading now = reading.get();
      return new SessionStatus.OfFile(now.percent(), now.isDone(), now.packets());
    }
    if (!gone.isEmpty()) {
      return new SessionStatus.Gone(hooks, String.join(",", gone));
    }
    if (!down.isEmpty()) {
      return new SessionStatus.Down(hooks, String.join(",", down));
    }
    return new SessionStatus.Live(hooks);
  }

  private long lastNanos() {
    long end = store.endRow();
    return store.firstRow() == end ? 0 : store.packet(end - 1, new PacketRecord()).monotonicNanos();
  }

  private StoreFill fill() {
    long first = store.firstRow();
    long end = store.endRow();
    long span = 0;
    if (first < end) {
      PacketRecord packet = new PacketRecord();
      long oldest = store.packet(first, packet).monotonicNanos();
      span = Math.max(0, store.packet(end - 1, packet).monotonicNanos() - oldest);
    }
    return new StoreFill(store.bytesUsed(), store.bytesCapacity(), store.held(), span);
  }

  /** Detaches. */
  void close() {
    sink.flatMap(SinkTap::finish).ifPresent(failures::add);
    if (filtering != null) {
      filtering.close();
    }
    synchronized (wakeLock) {
      closed = true;
    }
    if (health != null) {
      exports.close();
      health.close();
    }
    if (datapath != null) {
      datapath.close();
    }
  }
}
