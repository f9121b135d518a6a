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
import io.udpscope.app.time.Rate;
import io.udpscope.app.time.Timeline;
import io.udpscope.model.Ledger;
import io.udpscope.model.RelayState;
import io.udpscope.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a frame shows of the datapath, at one moment. Immutable, so that drawing takes no lock.
 *
 * @param timeOfDayNanos local wall-clock time since midnight
 * @param rate what the program saw
 * @param history packets a second, the newest second last
 * @param timeline the last minutes
 * @param unmatched UDP that no rule matches
 * @param relay empty where none was started
 * @param filter which packets the page is of
 * @param health of the path from the wire to the sockets, as far as it was asked for
 * @param search what was looked for in payloads
 * @param flows what the views of conversations and talkers asked for
 * @param notice the newest thing that the agent has to say; the same object until there is another
 * @param standing what goes back by itself unless it is kept
 * @param answer to the newest change that was asked for
 * @param undoable the newest change, which undo takes back
 * @param redoable the change that was undone last, if nothing was changed since
 * @param log of changes, oldest first
 * @param events what else happened to the session, oldest first
 * @param targets for who types some
 */
public record Snapshot(
    long timeOfDayNanos,
    SessionStatus status,
    List<RuleRow> rules,
    Traffic unmatched,
    long unmatchedPerSecond,
    Ledger ledger,
    Optional<RelayState> relay,
    Rate rate,
    List<Long> history,
    Timeline timeline,
    StoreFill store,
    PacketPage page,
    FilterNews filter,
    SearchNews search,
    FlowPage flows,
    HealthReport health,
    Optional<Notice> notice,
    Optional<Standing> standing,
    ChangeAnswer answer,
    Optional<LoggedChange> undoable,
    Optional<LoggedChange> redoable,
    List<LoggedChange> log,
    List<LoggedEvent> events,
    TargetReport targets) {
  public static Snapshot attaching(long timeOfDayNanos, long storeBytes) {
    return new Snapshot(
        timeOfDayNanos,
        new SessionStatus.Attaching(),
        List.of(),
        Traffic.NONE,
        0,
        Ledger.NONE,
        Optional.empty(),
        Rate.NONE,
        List.of(),
        Timeline.EMPTY,
        new StoreFill(0, storeBytes, 0, 0),
        PacketPage.EMPTY,
        FilterNews.NONE,
        SearchNews.NONE,
        FlowPage.EMPTY,
        HealthReport.NONE,
        Optional.empty(),
        Optional.empty(),
        ChangeAnswer.NONE,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        TargetReport.EMPTY);
  }

  /** The last one of a session whose agent has died. */
  Snapshot failed(RuntimeException cause) {
    return new Snapshot(
        timeOfDayNanos,
        new SessionStatus.Failed(cause),
        rules,
        unmatched,
        0,
        ledger,
        relay,
        Rate.NONE,
        history,
        timeline,
        store,
        page,
        filter,
        search,
        flows,
        health,
        notice,
        Optional.empty(),
        answer,
        Optional.empty(),
        Optional.empty(),
        log,
        events,
        targets);
  }

  /** All that the log has, newest first. */
  public List<LogLine> logLines() {
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
        unmatched,
        unmatchedPerSecond,
        ledger,
        relay,
        rate,
        history,
        timeline,
        store,
        other,
        filter,
        search,
        flows,
        health,
        notice,
        standing,
        answer,
        undoable,
        redoable,
        log,
        events,
        targets);
  }
}
