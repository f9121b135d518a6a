package io.udpscope.app.export;

import io.udpscope.app.health.Host;
import io.udpscope.app.log.LoggedChange;
import io.udpscope.datapath.Datapath;
import io.udpscope.datapath.Tap;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an incident bundle says in words; asked on the agent's thread, once a bundle. */
@FunctionalInterface
public interface BundleTexts {
  BundleTexts NONE = session -> Map.of();

  /**
   * The session at one moment.
   *
   * @param log of changes, oldest first
   */
  record Session(Datapath datapath, Tap tap, Host host, List<LoggedChange> log, Instant at) {}

  /** Texts by the names of their files, in the order in which they are to be read. */
  Map<String, String> of(Session session);
}
