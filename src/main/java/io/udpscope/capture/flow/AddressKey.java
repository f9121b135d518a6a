package io.udpscope.capture.flow;

import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;

/**
 * An address as three longs: its first and last eight bytes in network byte order, and 6 or 4. An
 * IPv4 address is in the last four of the last eight bytes.
 */
final class AddressKey {
  static final int LONGS = 3;
  static final int IPV4 = 4;
  static final int IPV6 = 6;

  private AddressKey() {}

  static long[] of(IpAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.bytes());
    return address.isIpv6()
        ? new long[] {bytes.getLong(), bytes.getLong(), IPV6}
        : new long[] {0, bytes.getInt() & 0xffff_ffffL, IPV4};
  }

  static IpAddress address(long high, long low, long version) {
    return IpAddress.of(
        version == IPV6
            ? ByteBuffer.allocate(16).putLong(high).putLong(low).array()
            : ByteBuffer.allocate(4).putInt((int) low).array());
  }
}
