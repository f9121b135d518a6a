package io.udpscope.capture.flow;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Traffic;

/** Counters by address, or by port. */
public final class Talkers extends CountedKeys {
  private static final int SECONDS = 4;
  private static final int PACKETS = OWN;
  private static final int BYTES = OWN + 1;

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

  void count(long[] key, long nanos, int length) {
    int number = enter(key, nanos, length);
    add(number, PACKETS, 1);
    add(number, BYTES, length);
  }

  /** The address that has this number, in a table by address. */
  public IpAddress address(int number) {
    return AddressKey.address(keyPart(number, 0), keyPart(number, 1), keyPart(number, 2));
  }

  /** The port that has this number, in a table by port. */
  public int port(int number) {
    return (int) keyPart(number, 0);
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
  public Traffic traffic(int number) {
    return new Traffic(get(number, PACKETS), get(number, BYTES));
  }

  @Override
  public int seconds() {
    return SECONDS;
  }
}
