package io.udpscope.app;

import io.udpscope.app.find.FilterNews;
import io.udpscope.app.find.SearchNews;
import io.udpscope.app.flow.FlowPage;
import io.udpscope.app.health.HealthReport;
import io.udpscope.app.log.LogLine;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.app.log.LoggedEvent;
import io.udpscope.app.log.Notice;
import io.udpscope.app.page.PacketPage;
import io.udpscope.app.target.TargetReport;
import io.udpscope.app.time.Rates;
import io.udpscope.model.Ledger;
import io.udpscope.model.RelayState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a frame shows of the datapath, at one moment. Immutable, so that drawing takes no lock.
 *
 * @param timeOfDayNanos local wall-clock time since midnight
 * @param relay empty where none was started
 * @param filter which packets the page is of
 * @param search what was looked for in payloads
 * @param flows what the views of conversations and talkers asked for
 * @param health of the path from the wire to the sockets, as far as it was asked for
 * @param notice the newest thing that the agent has to say; the same object until there is another
 * @param events what happened to the session besides changes, oldest first
 * @param targets for who types some
 */
public record Snapshot(
    long timeOfDayNanos,
    SessionStatus status,
    List<RuleRow> rules,
    Ledger ledger,
    Optional<RelayState> relay,
    Rates rates,
    StoreFill store,
    PacketPage page,
    FilterNews filter,
    SearchNews search,
    FlowPage flows,
    HealthReport health,
    Optional<Notice> notice,
    ChangeReport changes,
    List<LoggedEvent> events,
    TargetReport targets) {
  public static Snapshot attaching(long timeOfDayNanos, long storeBytes) {
    return new Snapshot(
        timeOfDayNanos,
        new SessionStatus.Attaching(),
        List.of(),
        Ledger.NONE,
        Optional.empty(),
        Rates.NONE,
        new StoreFill(0, storeBytes, 0, 0),
        PacketPage.EMPTY,
        FilterNews.NONE,
        SearchNews.NONE,
        FlowPage.EMPTY,
        HealthReport.NONE,
        Optional.empty(),
        ChangeReport.NONE,
        List.of(),
        TargetReport.EMPTY);
  }

  /** The last one of a session whose agent has died. */
  Snapshot failed(RuntimeException cause) {
    return new Snapshot(
        timeOfDayNanos,
        new SessionStatus.Failed(cause),
        rules,
        ledger,
        relay,
        rates.stopped(),
        store,
        page,
        filter,
        search,
        flows,
        health,
        notice,
        changes.ended(),
        events,
        targets);
  }

  /** All that the log has, newest first. */
  public List<LogLine> logLines() {
    List<LoggedChange> log = changes.log();
    List<LogLine> lines = new ArrayList<>(log.size() + events.size());
    int change = log.size() - 1;
    int event = events.size() - 1;
    while (change >= 0 || event >= 0) {
      boolean changed =
          event < 0 || change >= 0 && !log.get(change).at().isBefore(events.get(event).at());
      lines.add(changed ? log.get(change--) : events.get(event--));
    }
    return lines;
  }

  /** The same with other rows of packets. */
  Snapshot withPage(PacketPage other) {
    return new Snapshot(
        timeOfDayNanos,
        status,
        rules,
        ledger,
        relay,
        rates,
        store,
        other,
        filter,
        search,
        flows,
        health,
        notice,
        changes,
        events,
        targets);
  }
}
