package io.udpscope.app;

import io.udpscope.app.log.Announcer;
import io.udpscope.app.log.EventLog;
import io.udpscope.app.log.LoggedEvent;
import io.udpscope.app.log.Notice;
import io.udpscope.app.time.DayClock;
import io.udpscope.app.time.FileTime;
import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.Reading;
import io.udpscope.model.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What happens to a session beside the changes that are asked for: said to its operator, kept in
 * the log, and, if it made the session less than it should be, told at the end. The agent's.
 */
final class SessionNews implements Announcer {
  private final EventLog log;
  private final Set<Hook> hooks = new TreeSet<>();
  private final Set<String> down = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();
  private final List<String> failures = new ArrayList<>();
  private Optional<Notice> notice = Optional.empty();
  private boolean unread;

  SessionNews(EventLog log) {
    this.log = log;
  }

  /** Says it, and does not keep it. */
  @Override
  public void say(Notice next) {
    notice = Optional.of(next);
    unread = true;
  }

  /** Says it, and keeps it in the log. */
  void happened(Notice next) {
    log.add(next);
    say(next);
  }

  /** The newest thing that was said; the same object until there is another. */
  Optional<Notice> notice() {
    return notice;
  }

  /** Whether something was said since this was asked last. */
  boolean takeUnread() {
    boolean was = unread;
    unread = false;
    return was;
  }

  /** Oldest first. */
  List<LoggedEvent> events() {
    return log.events();
  }

  /** What went wrong and made the session less than it should be. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  void attached(List<Attachment> attachments) {
    for (Attachment attachment : attachments) {
      hooks.add(attachment.hook());
      if (!attachment.reason().isEmpty()) {
        String hook = attachment.hook().word();
        say(
            Notice.information(
                attachment.interfaceName() + " has the " + hook + " hook: " + attachment.reason()));
      }
    }
  }

  void take(DatapathEvent.OfInterface event) {
    String name = event.interfaceName();
    if (event instanceof DatapathEvent.InterfaceGone) {
      wentAway(name);
    } else if (event instanceof DatapathEvent.InterfaceDown) {
      down.add(name);
      happened(Notice.alarm(name + " went down: nothing arrives until it is up again"));
    } else {
      down.remove(name);
      happened(Notice.information(name + " is up again"));
    }
  }

  private void wentAway(String name) {
    if (gone.add(name)) {
      failures.add(
          "interface " + name + " was deleted while the session ran, and the program with it");
      happened(
          Notice.alarm(
              name + " was deleted, and the program with it; look around before you leave"));
    }
  }

  void take(DatapathEvent.RelayDied event) {
    failures.add("the relay ended while the session ran: " + event.reason());
    happened(
        Notice.alarm(
            "the relay has ended: "
                + event.reason()
                + "; what only it can send passes from now on"));
  }

  /** A full disk ends the file, not the session. */
  void sinkLost(String failure) {
    failures.add(failure);
    happened(Notice.alarm(failure + "; the session goes on without it"));
  }

  /** The file could not be ended as it should be; there is nobody left to say it to. */
  void sinkUnfinished(String failure) {
    failures.add(failure);
  }

  /**
   * @param reading how far a file is read; empty for what is attached
   * @param clock of what is read
   */
  SessionStatus status(Optional<Reading> reading, DayClock clock) {
    if (reading.isPresent()) {
      Reading now = reading.get();
      Optional<FileTime> time = now.times().map(times -> FileTime.of(times, clock));
      return new SessionStatus.OfFile(now.percent(), now.isDone(), now.packets(), time);
    }
    List<Hook> used = List.copyOf(hooks);
    if (!gone.isEmpty()) {
      return new SessionStatus.Gone(used, String.join(",", gone));
    }
    return down.isEmpty()
        ? new SessionStatus.Live(used)
        : new SessionStatus.Down(used, String.join(",", down));
  }
}
