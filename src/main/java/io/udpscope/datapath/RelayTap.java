package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.model.RelayError;
import java.util.Optional;

/**
 * The relay's own ring, in which the program puts the datagrams that it is to send, and what the
 * relay tells the program and the session. For the relay's thread alone.
 *
 * <p>The program puts nothing in before the first {@link #beat}, and no more when it has not heard
 * one for long: those packets pass.
 */
public interface RelayTap {
  /** One datagram. */
  interface Consumer {
    /**
     * @param record address of a {@link io.udpscope.model.RelayedRecord}; its memory stays as it is
     *     until {@link RelayTap#release}
     */
    void accept(long record);
  }

  /**
   * Hands over records that are there and were not handed over before, oldest first.
   *
   * @param limit at most so many
   * @return how many there were
   */
  int take(Consumer consumer, int limit);

  /** The program may write over all that was handed over. */
  void release();

  /** Whether {@link #take} would hand over something, or step over a discarded record. */
  boolean hasRecords();

  /** Readable when the program wakes the one who sleeps. */
  int fd();

  /** Asks the program to wake us at its next record; look at {@link #hasRecords} once more then. */
  void arm();

  void disarm();

  /**
   * Tells the program that the relay is there.
   *
   * @param untilNanos the kernel's monotonic clock, {@link System#nanoTime()}: so long it relies on
   *     it
   */
  void beat(long untilNanos);

  /**
   * Where a rule sends to.
   *
   * @param generation number of the generation that decided a packet
   * @param ruleSlot the packet's
   * @return empty if that generation is too long ago
   */
  Optional<RelayForward> forward(int generation, int ruleSlot);

  /**
   * Grows by one whenever what {@link #forward} says may have changed; sockets of targets that no
   * generation has any more may be closed then.
   */
  long version();

  /** Whether some generation that {@link #forward} knows sends to this target. */
  boolean hasTarget(int targetSlot);

  /**
   * The program passes what comes from this socket instead of giving it to the relay again.
   *
   * @return false if there are too many
   */
  boolean claim(IpAddress address, int port);

  /** The socket is closed. */
  void disclaim(IpAddress address, int port);

  /**
   * Datagrams left for a target.
   *
   * @param bytes of their payloads
   */
  void countSent(int targetSlot, long packets, long bytes);

  /** An answer of a target went back to its client. */
  void countAnswers(int targetSlot, long packets);

  void countErrors(int targetSlot, RelayError reason, long count);

  /**
   * The relay ends by itself: packets pass at once, {@link #beat} does nothing any more, and the
   * session tells the operator and starts another with this tap.
   *
   * @param reason a clause for people
   */
  void die(String reason);
}
