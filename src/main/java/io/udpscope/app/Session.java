package io.udpscope.app;

import io.udpscope.app.export.BundleTexts;
import io.udpscope.app.export.Exports;
import io.udpscope.app.health.Health;
import io.udpscope.app.health.Host;
import io.udpscope.app.log.Notice;
import io.udpscope.app.target.TargetLookup;
import io.udpscope.app.target.TargetNews;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.RateMeter;
import io.udpscope.app.time.TimeSource;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.Reading;
import io.udpscope.model.Forward;
import io.udpscope.model.Ledger;
import io.udpscope.model.RelayState;
import io.udpscope.model.Rule;
import io.udpscope.model.RuleCounters;
import io.udpscope.model.TargetState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A datapath that is attached, and all that is made of it: what is captured, changed, looked at and
 * written. The agent's: every call is made on its thread.
 */
final class Session implements AutoCloseable {
  /** After the end of a file: so far back rates look, those of the display two of them. */
  private static final int LAST_SECONDS = 3;

  private final DatapathSource source;
  private final Datapath datapath;
  private final Intake intake;
  private final TimeSource time;
  private final DayClock clock;
  private final SessionNews news;
  private final PublishPace pace;
  private final RateMeter meter = new RateMeter();
  private final PacketViews views;
  private final Changes changes;
  private final TargetLookup targetLookup;
  private final Host host;
  private final Health health;
  private final Exports exports;
  private long fileNanos;
  private int secondsLeft = LAST_SECONDS;

  /**
   * What a session is made with.
   *
   * @param compiling where filters are compiled, one after the other
   */
  record Setting(
      DatapathSource source,
      Agent.Options options,
      TimeSource time,
      DayClock clock,
      SessionNews news,
      Executor compiling,
      Waker waker) {}

  /**
   * Loads and attaches.
   *
   * @throws RuntimeException if that does not work; then nothing of it stays
   */
  static Session open(Setting setting) {
    Datapath datapath = setting.source().open();
    setting.waker().use(datapath);
    try {
      return attach(setting, datapath);
    } catch (RuntimeException e) {
      setting.waker().end();
      datapath.close();
      throw e;
    }
  }

  /** The taps are open before it is attached, so that the first packet meets them. */
  private static Session attach(Setting setting, Datapath datapath) {
    Intake intake =
        new Intake(datapath, setting.source(), setting.options(), setting.news()::sinkLost);
    try {
      setting.source().attach();
      return new Session(setting, datapath, intake);
    } catch (RuntimeException e) {
      intake.finish();
      throw e;
    }
  }

  private Session(Setting setting, Datapath datapath, Intake intake) {
    this.datapath = datapath;
    this.intake = intake;
    source = setting.source();
    time = setting.time();
    clock = setting.clock();
    news = setting.news();
    news.attached(datapath.attachments());
    Map<Integer, String> names = new HashMap<>();
    for (Attachment attachment : datapath.attachments()) {
      names.put(attachment.ifindex(), attachment.interfaceName());
    }
    Agent.Options options = setting.options();
    views = new PacketViews(intake, datapath, clock, setting.compiling(), setting.waker()::wake);
    targetLookup = new TargetLookup(datapath, intake.store());
    changes =
        new Changes(
            datapath,
            options.changes(),
            time,
            clock,
            (before, after) -> preview(names, before, after),
            new SessionTraffic(intake.store(), options.changes().session()),
            news);
    host = options.host().open();
    health = new Health(host, names.keySet());
    exports =
        new Exports(
            intake.store(), datapath, views.filtering(), options.exports(), time, clock, news);
    pace = new PublishPace(time.monotonicNanos());
  }

  private Preview preview(Map<Integer, String> names, List<Rule> before, List<Rule> after) {
    long now = time.monotonicNanos();
    return new Preview(intake.store(), names, before, after, now, Preview.MAX_WORK_NANOS);
  }

  /** Takes packets out of the ring, and counts them. */
  Intake.Drained takePackets() {
    Intake.Drained drained = intake.drain();
    if (drained != Intake.Drained.NOTHING) {
      pace.refresh();
    }
    return intake.count(drained);
  }

  /** What is left, at the end. */
  void takeLastPackets() {
    intake.drain();
  }

  void takeEvents() {
    for (DatapathEvent next : datapath.events()) {
      if (next instanceof DatapathEvent.OfInterface event) {
        news.take(event);
      } else if (next instanceof DatapathEvent.WentBack event) {
        changes.wentBack(event);
      } else if (next instanceof DatapathEvent.NextHopChanged event) {
        TargetNews.of(event, relayed(event.rule())).ifPresent(news::happened);
      } else if (next instanceof DatapathEvent.FileDamaged event) {
        news.happened(Notice.warning(event.reason()));
      } else if (next instanceof DatapathEvent.FileNotKept event) {
        news.happened(Notice.warning(event.reason()));
      } else if (next instanceof DatapathEvent.RelayDied event) {
        news.take(event);
      } else if (next instanceof DatapathEvent.RelayRestarted) {
        news.happened(Notice.information("the relay is back"));
      } else if (next instanceof DatapathEvent.NameResolved event) {
        TargetNews.of(event).ifPresent(news::happened);
      }
    }
  }

  /** The forward of a rule, if there is a relay for it. */
  private Optional<Forward> relayed(String rule) {
    boolean alive = datapath.relay().map(RelayState::alive).orElse(false);
    return datapath.rules().stream()
        .filter(one -> alive && one.name().equals(rule))
        .findFirst()
        .flatMap(Rule::forward);
  }

  void carryOut(Command.ForAgent command) {
    pace.ask();
    if (command instanceof Command.OfPackets packets) {
      views.carryOut(packets);
    } else if (command instanceof Command.OfRules rules) {
      changes.carryOut(rules);
    } else if (command instanceof Command.Write write) {
      write(write);
    } else if (command instanceof Command.LookUpTargets targets) {
      targetLookup.want(targets.typed());
    } else if (command instanceof Command.WatchHost watch) {
      Health.Program counted = program(ledger(), datapath.ruleCounters());
      health.wish(watch.wish(), time.monotonicNanos(), counted, intake.store().packets());
    }
  }

  private void write(Command.Write command) {
    if (command instanceof Command.WritePackets write) {
      exports.write(write.request(), write.chosenRow());
    } else if (command instanceof Command.WriteRules write) {
      exports.rules(write.request());
    } else if (command instanceof Command.WriteBundle bundle) {
      exports.bundle(bundle.request(), bundle.redaction(), bundle.screen(), this::described);
    }
  }

  private BundleTexts.Session described(Instant at) {
    return new BundleTexts.Session(datapath, intake.tap(), host, changes.log(), at);
  }

  /** Does a slice of all that takes longer. */
  void advance() {
    changes.advancePreview();
    boolean seen = views.advance(flowNanos());
    if (health.advance() || seen) {
      pace.ask();
    }
    exports.advance();
    if (news.takeUnread()) {
      pace.ask();
    }
    if (views.isLooking()) {
      pace.refresh();
    }
  }

  /** Rates are those of the last second, in a file of its last one, as it was a moment ago. */
  private long flowNanos() {
    return source.isFile() ? fileNanos : time.monotonicNanos();
  }

  /** A filter or a search has not looked at all packets that are there. */
  boolean isLooking() {
    return views.isLooking();
  }

  /** There is more to do at once. */
  boolean isBusy() {
    return changes.isPreviewing() || views.isBusy() || health.isBusy() || exports.isBusy();
  }

  /** A snapshot is due. */
  boolean isDue(long nowNanos) {
    if (pace.isSecond(nowNanos)) {
      clock.measure();
      pace.refresh();
    }
    return pace.isDue(nowNanos);
  }

  /** All that a frame shows. */
  Snapshot snapshot(long nowNanos) {
    Ledger ledger = ledger();
    Map<String, RuleCounters> counters = datapath.ruleCounters();
    Map<String, List<TargetState>> targets = datapath.targets();
    if (pace.isSecond(nowNanos)) {
      meter.tick(nowNanos, clock.timeOfDayNanos(nowNanos), ledger, counters, targets);
      health.tick(nowNanos, program(ledger, counters), intake.store().packets());
      fileNanos = intake.newestNanos();
      secondDone(nowNanos);
    }
    Snapshot next =
        new Snapshot(
            clock.nowOfDayNanos(),
            news.status(datapath.reading(), clock),
            rows(counters, targets),
            ledger,
            datapath.relay(),
            meter.rates(),
            intake.fill(),
            views.page(nowNanos),
            views.filterNews(),
            views.searchNews(),
            views.flowPage(),
            health.report(),
            news.notice(),
            changes.report(),
            news.events(),
            targetLookup.report(nowNanos));
    pace.published(nowNanos);
    if (views.isPageHeld()) {
      pace.refresh();
    }
    return next;
  }

  /** A file that was read costs nothing while nobody does anything. */
  private void secondDone(long nowNanos) {
    boolean read = datapath.reading().map(Reading::isDone).orElse(false);
    secondsLeft = read ? secondsLeft - 1 : LAST_SECONDS;
    if (secondsLeft > 0) {
      pace.secondDone(nowNanos);
    } else {
      pace.endSeconds(nowNanos);
    }
  }

  private List<RuleRow> rows(
      Map<String, RuleCounters> counters, Map<String, List<TargetState>> targets) {
    return datapath.rules().stream()
        .map(
            rule ->
                RuleRow.of(
                    rule,
                    counters.getOrDefault(rule.name(), RuleCounters.NONE),
                    meter,
                    targets.getOrDefault(rule.name(), List.of()),
                    changes.confirmation(rule.name())))
        .toList();
  }

  private Ledger ledger() {
    return datapath.ledger(intake.tap());
  }

  private Health.Program program(Ledger ledger, Map<String, RuleCounters> counters) {
    return new Health.Program(ledger, datapath.relay(), counters.values());
  }

  /** Sleeps until something happens, or the next snapshot is due. */
  void sleep() {
    long wait = isBusy() ? 0 : pace.nextNanos() - time.monotonicNanos();
    datapath.await(Math.max(0, wait));
  }

  /** Detaches. The waker is to have ended. */
  @Override
  public void close() {
    intake.finish().ifPresent(news::sinkUnfinished);
    views.close();
    exports.close();
    health.close();
    datapath.close();
  }
}
