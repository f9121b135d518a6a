package io.udpscope.capture.flow;

import io.udpscope.model.Direction;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Traffic;
import io.udpscope.model.Verdict;

/**
 * Counters by conversation: two addresses with a port each, whoever of them sends. The one that was
 * heard first stands first.
 */
public final class Conversations extends CountedKeys {
  private static final int SECONDS = 16;

  /** Columns: traffic from the lower end of the key, and from the higher. */
  private static final int FROM_LOW = 0;

  private static final int FROM_HIGH = 2;

  /** The row in the packet store, rule slot and verdict of the last packet; what holds of all. */
  private static final int LAST_ROW = 4;

  private static final int LAST_FATE = 5;

  /** Numbers of the talkers, as they were at the last packet from each end. */
  private static final int GUESSES_LOW = 6;

  private static final int GUESSES_HIGH = 7;
  private static final int OWN_COLUMNS = 8;

  private static final long HIGH_WAS_FIRST = 1L << 63;
  private static final int VERDICT_SHIFT = 16;
  private static final long LOW_IS_HERE = 1L << 24;
  private static final long HIGH_IS_HERE = 1L << 25;
  private static final long OF_ALL = HIGH_WAS_FIRST | LOW_IS_HERE | HIGH_IS_HERE;

  /** Key: both ends' address, then both ports and the version. */
  private static final int KEY_LONGS = 5;

  private static final int PORTS = 4;

  private final long[] key = new long[KEY_LONGS];
  private int previous;

  Conversations(int capacity) {
    super(capacity, KEY_LONGS, OWN_COLUMNS, SECONDS);
  }

  /**
   * Counts a packet.
   *
   * @return its conversation's number
   */
  int count(PacketKey packet, long row) {
    boolean high = order(packet);
    int number = enter(key, packet, previous);
    previous = number;
    int from = high ? FROM_HIGH : FROM_LOW;
    boolean isFirst = own(number, FROM_LOW) + own(number, FROM_HIGH) == 0;
    addOwn(number, from, 1);
    addOwn(number, from + 1, packet.length());
    setOwn(number, LAST_ROW, row);
    long first = isFirst && high ? HIGH_WAS_FIRST : own(number, LAST_FATE) & OF_ALL;
    boolean left = packet.direction() == Direction.OUT;
    long here = left ? (high ? HIGH_IS_HERE : LOW_IS_HERE) : 0;
    setOwn(number, LAST_FATE, first | here | fate(packet));
    return number;
  }

  /** Three numbers of 16 bits: which talkers the packet's key had last time. */
  long guesses(int number, PacketKey packet) {
    return own(number, packet.isFromHigherEnd() ? GUESSES_HIGH : GUESSES_LOW);
  }

  void setGuesses(int number, PacketKey packet, long guesses) {
    setOwn(number, packet.isFromHigherEnd() ? GUESSES_HIGH : GUESSES_LOW, guesses);
  }

  private static long fate(PacketKey packet) {
    return packet.ruleSlot() | (long) packet.verdict().code() << VERDICT_SHIFT;
  }

  /**
   * Makes the key of a packet.
   *
   * @return whether it comes from the higher end
   */
  private boolean order(PacketKey packet) {
    boolean high = packet.isFromHigherEnd();
    long[] low = high ? packet.destination() : packet.source();
    long[] other = high ? packet.source() : packet.destination();
    long lowPort = high ? packet.destinationPort() : packet.sourcePort();
    long otherPort = high ? packet.sourcePort() : packet.destinationPort();
    key[0] = low[0];
    key[1] = low[1];
    key[2] = other[0];
    key[3] = other[1];
    key[PORTS] = low[2] << 32 | lowPort << 16 | otherPort;
    return high;
  }

  /** The end that was heard first, or the other one. */
  public IpAddress address(int number, boolean first) {
    int at = isHigh(number, first) ? 2 : 0;
    return AddressKey.address(get(number, at), get(number, at + 1), get(number, PORTS) >> 32);
  }

  public int port(int number, boolean first) {
    long ports = get(number, PORTS);
    return (int) (isHigh(number, first) ? ports : ports >> 16) & 0xffff;
  }

  /** What that end has sent. */
  public Traffic sent(int number, boolean first) {
    int from = isHigh(number, first) ? FROM_HIGH : FROM_LOW;
    return new Traffic(own(number, from), own(number, from + 1));
  }

  private boolean isHigh(int number, boolean first) {
    return own(number, LAST_FATE) < 0 == first;
  }

  /** The number of the conversation between these two, or -1. */
  public int find(IpAddress one, int onePort, IpAddress other, int otherPort) {
    PacketKey between = new PacketKey();
    between.set(AddressKey.of(one), onePort, AddressKey.of(other), otherPort);
    order(between);
    return find(key);
  }

  /** Where the last packet is in the packet store, if it still is there. */
  public long lastRow(int number) {
    return own(number, LAST_ROW);
  }

  public int lastRuleSlot(int number) {
    return (int) own(number, LAST_FATE) & 0xffff;
  }

  public Verdict lastVerdict(int number) {
    return Verdict.of((int) (own(number, LAST_FATE) >> VERDICT_SHIFT) & 0xff);
  }

  /** This host was seen sending as that end. */
  public boolean isHere(int number, boolean first) {
    long here = isHigh(number, first) ? HIGH_IS_HERE : LOW_IS_HERE;
    return (own(number, LAST_FATE) & here) != 0;
  }

  @Override
  public long packets(int number) {
    return own(number, FROM_LOW) + own(number, FROM_HIGH);
  }

  @Override
  public long bytes(int number) {
    return own(number, FROM_LOW + 1) + own(number, FROM_HIGH + 1);
  }
}
