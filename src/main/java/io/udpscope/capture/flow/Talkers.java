package io.udpscope.capture.flow;

import io.udpscope.model.IpAddress;

/** Counters by address, or by port. */
public final class Talkers extends CountedKeys {
  private static final int SECONDS = 4;
  private static final int PACKETS = 0;
  private static final int BYTES = 1;

  private Talkers(int capacity, int keyLongs) {
    super(capacity, keyLongs, 2, SECONDS);
  }

  static Talkers byAddress(int capacity) {
    return new Talkers(capacity, AddressKey.LONGS);
  }

  /** Of ports there are so few that none is ever forgotten. */
  static Talkers byPort() {
    return new Talkers(1 << 16, 1);
  }

  /**
   * Counts a packet.
   *
   * @param guess the number that the key may have
   * @return the number that it has
   */
  int count(long[] key, PacketKey packet, int guess) {
    int number = enter(key, packet, guess);
    addOwn(number, PACKETS, 1);
    addOwn(number, BYTES, packet.length());
    return number;
  }

  /** The address that has this number, in a table by address. */
  public IpAddress address(int number) {
    return AddressKey.address(get(number, 0), get(number, 1), get(number, 2));
  }

  /** The port that has this number, in a table by port. */
  public int port(int number) {
    return (int) get(number, 0);
  }

  /** The number of an address, or -1. */
  public int find(IpAddress address) {
    return find(AddressKey.of(address));
  }

  /** The number of a port, or -1. */
  public int find(int port) {
    return find(new long[] {port});
  }

  @Override
  public long packets(int number) {
    return own(number, PACKETS);
  }

  @Override
  public long bytes(int number) {
    return own(number, BYTES);
  }
}
