package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.model.NextHop;
import java.util.Optional;

/** What happened to the session while it ran. */
public sealed interface DatapathEvent {
  /** What happened to one of its interfaces. */
  sealed interface OfInterface extends DatapathEvent {
    String interfaceName();
  }

  record InterfaceDown(String interfaceName) implements OfInterface {}

  record InterfaceUp(String interfaceName) implements OfInterface {}

  /** Deleted, or moved to another network namespace; the kernel has detached the program. */
  record InterfaceGone(String interfaceName) implements OfInterface {}

  /**
   * Nobody kept a change in time, and packets obey the rules before it again.
   *
   * @param from the generation that was in force until then
   * @param to the generation with the rules before it, under a number of its own
   * @param atNanos kernel's monotonic clock: when it happened, which may be long ago
   */
  record WentBack(long from, long to, long atNanos) implements DatapathEvent {}

  /**
   * Something is wrong with the file that packets come out of.
   *
   * @param reason a clause for people, that names the file
   */
  record FileDamaged(String reason) implements DatapathEvent {}

  /**
   * Packets of the file cannot be visited again from now on: only the newest ones are kept.
   *
   * @param reason a clause for people, that names the file
   */
  record FileNotKept(String reason) implements DatapathEvent {}

  /**
   * The relay has ended by itself; what only it can send passes until it is started again, which is
   * tried after a second and then more and more seldom, down to once a minute.
   *
   * @param reason a clause for people
   */
  record RelayDied(String reason) implements DatapathEvent {}

  /** The relay has ended, and was started again. */
  record RelayRestarted() implements DatapathEvent {}

  /** The way to a target is another one now, or not known any more. */
  record NextHopChanged(String rule, String endpoint, NextHop before, NextHop now)
      implements DatapathEvent {}

  /**
   * A target's host name stands for another address now.
   *
   * @param rule one of the rules that have the target
   * @param before empty: it had no address until now
   */
  record NameResolved(String rule, String host, Optional<IpAddress> before, IpAddress now)
      implements DatapathEvent {}
}
