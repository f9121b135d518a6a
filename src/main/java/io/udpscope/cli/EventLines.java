package io.udpscope.cli;

import io.udpscope.datapath.Attachment;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.datapath.DatapathEvent.InterfaceDown;
import io.udpscope.datapath.DatapathEvent.InterfaceGone;
import io.udpscope.datapath.DatapathEvent.NameResolved;
import io.udpscope.datapath.DatapathEvent.NextHopChanged;
import io.udpscope.datapath.DatapathEvent.OfInterface;
import io.udpscope.datapath.DatapathEvent.RelayDied;
import io.udpscope.datapath.DatapathEvent.RelayRestarted;
import io.udpscope.datapath.DatapathEvent.WentBack;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.NextHop;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What happens to a session without a screen, a line each on standard error. */
final class EventLines {
  private final PrintStream err;
  private final List<String> present = new ArrayList<>();

  EventLines(PrintStream err, List<Attachment> attachments) {
    this.err = err;
    attachments.forEach(attachment -> present.add(attachment.interfaceName()));
  }

  /**
   * @throws FailedException if the last interface has gone
   */
  void print(List<DatapathEvent> events) {
    for (DatapathEvent happened : events) {
      if (happened instanceof OfInterface event) {
        print(event, events);
      } else if (happened instanceof NextHopChanged event) {
        err.println(event.rule() + ", " + event.endpoint() + ": next hop " + describe(event.now()));
      } else if (happened instanceof NameResolved event) {
        String before = event.before().map(IpAddress::toString).orElse("without an address");
        err.println(
            event.rule() + ": " + event.host() + " is " + event.now() + ", it was " + before);
      } else if (happened instanceof WentBack event) {
        err.println("nobody kept the change: back to the rules before generation " + event.from());
      } else if (happened instanceof RelayDied event) {
        err.println(
            "udpscope: warning: the relay has ended: "
                + event.reason()
                + "; what it would send passes, until it is started again");
      } else if (happened instanceof RelayRestarted) {
        err.println("the relay is back");
      }
    }
  }

  private void print(OfInterface event, List<DatapathEvent> events) {
    String name = event.interfaceName();
    if (event instanceof InterfaceGone) {
      present.remove(name);
      if (present.isEmpty()) {
        throw new FailedException(name + " is gone: it was deleted, or moved elsewhere", null);
      }
      err.println(name + " is gone; listening on " + String.join(", ", present));
    } else if (event instanceof InterfaceDown) {
      if (!events.contains(new InterfaceGone(name))) {
        err.println(name + " is down; nothing arrives there until it is up again");
      }
    } else {
      err.println(name + " is up again");
    }
  }

  /** {@code ready eth0 02:42:ac:11:00:03}. */
  static String describe(NextHop hop) {
    String way = hop.interfaceName().map(name -> " " + name).orElse("");
    return hop.state().word()
        + way
        + hop.mac().map(MacAddress::toString).map(" "::concat).orElse("");
  }
}
