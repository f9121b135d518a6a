package io.udpscope.capture.flow;

import io.udpscope.model.PacketRecord;
import io.udpscope.model.Traffic;

/**
 * Counts captured packets by conversation, source, destination and destination port, as they come.
 * What a rule rewrites or sends elsewhere counts as it came. Nothing is allocated for a packet.
 * Used by one thread only.
 */
public final class Flows {
  /** How many conversations, sources and destinations there may be at a time. */
  public static final int CAPACITY = 1 << 16;

  private static final int NUMBER = CAPACITY - 1;

  private final Conversations conversations;
  private final Talkers sources;
  private final Talkers destinations;
  private final Talkers ports = Talkers.byPort();
  private final PacketKey packet = new PacketKey();
  private final long[] port = new long[1];
  private long packets;
  private long bytes;

  public Flows() {
    this(CAPACITY);
  }

  /**
   * @param capacity a power of two
   */
  Flows(int capacity) {
    conversations = new Conversations(capacity);
    sources = Talkers.byAddress(capacity);
    destinations = Talkers.byAddress(capacity);
  }

  /**
   * Counts a packet.
   *
   * @param row where it is in the packet store
   */
  public void count(PacketRecord record, long row) {
    if (!packet.read(record)) {
      return;
    }
    packets++;
    bytes += packet.length();
    int number = conversations.count(packet, row);
    long guesses = conversations.guesses(number, packet);
    port[0] = packet.destinationPort();
    long source = sources.count(packet.source(), packet, (int) guesses & NUMBER);
    long target = destinations.count(packet.destination(), packet, (int) (guesses >> 16) & NUMBER);
    long targetPort = ports.count(port, packet, (int) (guesses >> 32) & NUMBER);
    long found = targetPort << 32 | target << 16 | source;
    if (found != guesses) {
      conversations.setGuesses(number, packet, found);
    }
  }

  /** All that was counted, also what was forgotten since. */
  public Traffic total() {
    return new Traffic(packets, bytes);
  }

  public Conversations conversations() {
    return conversations;
  }

  /** By the address that packets come from. */
  public Talkers sources() {
    return sources;
  }

  /** By the address that packets go to. */
  public Talkers destinations() {
    return destinations;
  }

  /** By the port that packets go to. */
  public Talkers ports() {
    return ports;
  }
}
