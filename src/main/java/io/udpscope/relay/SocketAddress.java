package io.udpscope.relay;

import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in} and {@code sockaddr_in6}: the family in host byte order, the port and
 * the address as on the wire.
 */
record SocketAddress(IpAddress address, int port) {
  /** Bytes of the longer one. */
  static final int ROOM = 28;

  private static final int PORT = 2;
  private static final int IPV4_ADDRESS = 4;
  private static final int IPV4_BYTES = 16;
  private static final int IPV6_ADDRESS = 8;
  static final int IPV6_BYTES = 28;

  /** Where a socket sends from. */
  static SocketAddress of(int fd) {
    ByteBuffer buffer = NativeMemory.allocate(ROOM);
    Libc.getsockname(fd, buffer);
    boolean ipv6 = buffer.getShort(0) == Libc.AF_INET6;
    byte[] address = new byte[ipv6 ? 16 : 4];
    buffer.get(ipv6 ? IPV6_ADDRESS : IPV4_ADDRESS, address);
    return new SocketAddress(
        IpAddress.of(address), buffer.order(ByteOrder.BIG_ENDIAN).getShort(PORT) & 0xffff);
  }

  ByteBuffer bytes() {
    ByteBuffer buffer = NativeMemory.allocate(address.isIpv6() ? IPV6_BYTES : IPV4_BYTES);
    buffer.putShort(0, (short) (address.isIpv6() ? Libc.AF_INET6 : Libc.AF_INET));
    buffer.put(PORT, (byte) (port >> 8)).put(PORT + 1, (byte) port);
    return buffer.put(address.isIpv6() ? IPV6_ADDRESS : IPV4_ADDRESS, address.bytes());
  }

  /**
   * Writes one where it is to be, without an object.
   *
   * @param address where the address's bytes are
   * @return its length in bytes
   */
  static int write(long at, boolean ipv6, long address, int port) {
    NativeMemory.putShort(at, (short) (ipv6 ? Libc.AF_INET6 : Libc.AF_INET));
    NativeMemory.putByte(at + PORT, (byte) (port >> 8));
    NativeMemory.putByte(at + PORT + 1, (byte) port);
    if (!ipv6) {
      NativeMemory.putInt(at + IPV4_ADDRESS, NativeMemory.getInt(address));
      return IPV4_BYTES;
    }
    NativeMemory.putLong(at + IPV6_ADDRESS, NativeMemory.getLong(address));
    NativeMemory.putLong(at + IPV6_ADDRESS + 8, NativeMemory.getLong(address + 8));
    return IPV6_BYTES;
  }
}
