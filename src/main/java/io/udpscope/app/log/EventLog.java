package io.udpscope.app.log;

import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.TimeSource;
import java.util.ArrayList;
import java.util.List;

/** What happened to the session without a change of its rules. The agent's. */
public final class EventLog {
  private static final int MAX_EVENTS = 1000;

  private final TimeSource time;
  private final DayClock clock;
  private List<LoggedEvent> events = List.of();

  public EventLog(TimeSource time, DayClock clock) {
    this.time = time;
    this.clock = clock;
  }

  public void add(Notice notice) {
    List<LoggedEvent> longer =
        new ArrayList<>(events.subList(events.size() < MAX_EVENTS ? 0 : 1, events.size()));
    longer.add(new LoggedEvent(time.wallClock(), clock.nowOfDayNanos(), notice));
    events = List.copyOf(longer);
  }

  /** The newest ones, oldest first. */
  public List<LoggedEvent> events() {
    return events;
  }
}
