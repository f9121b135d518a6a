package io.udpscope.app;

import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.NextHop;
import java.util.Optional;

/** What there is to say of targets: another way to one, or another address of its name. */
final class TargetNews {
  private TargetNews() {}

  static Optional<Notice> of(DatapathEvent.NextHopChanged event) {
    NextHop now = event.now();
    String target = event.endpoint() + ", a target of " + event.rule() + ", ";
    if (now.state() == NextHop.State.READY) {
      if (event.before().state() == NextHop.State.UNKNOWN) {
        return Optional.empty(); // as expected
      }
      boolean again = event.before().state() != NextHop.State.READY;
      String verb = again ? "can be reached again" : "is reached another way";
      return Optional.of(Notice.information(target + verb + way(now)));
    }
    String text = target + "cannot be reached (" + now.state().word() + "): its packets pass";
    return Optional.of(Notice.warning(text));
  }

  static Optional<Notice> of(DatapathEvent.NameResolved event) {
    return event
        .before()
        .map(
            before ->
                Notice.information(
                    event.host()
                        + (", a target of " + event.rule() + ", is " + event.now())
                        + (" now, and was " + before)));
  }

  private static String way(NextHop hop) {
    String by = hop.interfaceName().map(name -> ", by " + name).orElse("");
    return by + hop.mac().map(mac -> " and " + mac).orElse("");
  }
}
