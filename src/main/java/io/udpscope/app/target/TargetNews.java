package io.udpscope.app.target;

import io.udpscope.app.log.Notice;
import io.udpscope.datapath.DatapathEvent;
import io.udpscope.model.Forward;
import io.udpscope.model.NextHop;
import io.udpscope.model.Path;
import io.udpscope.model.Source;
import java.util.Optional;

/** What there is to say of targets: another way to one, or another address of its name. */
public final class TargetNews {
  private TargetNews() {}

  /**
   * @param relayed the forward of the target's rule, where a relay is there to serve it
   */
  public static Optional<Notice> of(DatapathEvent.NextHopChanged event, Optional<Forward> relayed) {
    NextHop now = event.now();
    String target = event.endpoint() + ", a target of " + event.rule() + ", ";
    boolean isNew = event.before().state() == NextHop.State.UNKNOWN;
    if (now.state() == NextHop.State.READY) {
      boolean again = event.before().state() != NextHop.State.READY;
      String verb = again ? "can be reached again" : "is reached another way";
      Notice reached = Notice.information(target + verb + way(now));
      return isNew ? Optional.empty() : Optional.of(reached);
    }
    String state = now.state().word();
    if (relayed.isPresent() && isMended(relayed.get(), now.state())) {
      Notice mended = Notice.information(target + "is left to the relay (" + state + ")");
      return isNew ? Optional.empty() : Optional.of(mended);
    }
    String text = target + "cannot be reached (" + state + "): its packets pass";
    return Optional.of(Notice.warning(text));
  }

  /** The relay sends where the program cannot; the target's line says whether that gets there. */
  private static boolean isMended(Forward forward, NextHop.State state) {
    if (forward.isRelayed()) {
      return true;
    }
    boolean keepsReplies = forward.replies() && forward.source().equals(Source.KEEP);
    return forward.path() == Path.AUTO
        && (state == NextHop.State.NO_NEIGHBOUR || state == NextHop.State.LOCAL && !keepsReplies);
  }

  public static Optional<Notice> of(DatapathEvent.NameResolved event) {
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
