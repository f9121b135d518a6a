package io.udpscope.model;

/**
 * One target of a rule in force.
 *
 * @param sent packets that the program sent to it, copies included; bytes are those of the frames
 *     that came in
 * @param relay what the relay did for it
 */
public record TargetState(Target target, Traffic sent, NextHop nextHop, RelayCounters relay) {
  /** One for which no relay did anything. */
  public TargetState(Target target, Traffic sent, NextHop nextHop) {
    this(target, sent, nextHop, RelayCounters.NONE);
  }

  /** Packets that left for it, whoever sent them. */
  public long packets() {
    return sent.packets() + relay.sent().packets();
  }
}
