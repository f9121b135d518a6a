package io.udpscope.relay;

import io.udpscope.ffi.Errno;
import io.udpscope.ffi.Libc;
import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/**
 * Sends a UDP packet in pieces (RFC 791, 3.2; RFC 8200, 4.5), which the kernel does for its own
 * sockets, and for raw ones that bring their headers not.
 */
final class Fragments {
  private static final int MESSAGES = 64;
  private static final int HEADER_ROOM = PacketHeaders.ROOM + PacketHeaders.FRAGMENT;

  private final MessageHeaders messages = new MessageHeaders(MESSAGES);
  private final Vectors vectors = new Vectors(2 * MESSAGES);
  private final ByteBuffer headers = NativeMemory.allocate(MESSAGES * HEADER_ROOM);
  private final long headersAddress = NativeMemory.address(headers);
  private int identification = (int) System.nanoTime();
  private int count;

  /**
   * A packet that is too long for one frame.
   *
   * @param name address of the socket address that it goes to
   * @param packet address of its headers, which the payload does not stand behind
   */
  record Whole(boolean ipv6, long name, int nameLength, long packet, long payload, int length) {}

  /**
   * Sends it.
   *
   * @param mtu the longest IP packet that the way takes
   * @return an error number, or 0
   */
  int send(int socket, Whole whole, int mtu) {
    int header = whole.ipv6 ? PacketHeaders.IPV6 + PacketHeaders.FRAGMENT : PacketHeaders.IPV4;
    int room = mtu - header & ~7;
    if (room < PacketHeaders.UDP) {
      return Errno.EMSGSIZE;
    }
    identification++;
    int end = PacketHeaders.UDP + whole.length;
    count = 0;
    for (int from = 0; from < end; from += room) {
      add(whole, from, Math.min(room, end - from), from + room < end);
      if (count == MESSAGES && !flush(socket)) {
        return Libc.errno();
      }
    }
    return flush(socket) ? 0 : Libc.errno();
  }

  private boolean flush(int socket) {
    int done = 0;
    while (done < count) {
      int sent = Libc.sendmmsg(socket, messages.address(done), count - done, 0);
      if (sent < 0) {
        return false;
      }
      done += sent;
    }
    count = 0;
    return true;
  }

  /**
   * @param from where it begins in what stands behind the IP header
   */
  private void add(Whole whole, int from, int length, boolean more) {
    long at = headersAddress + (long) count * HEADER_ROOM;
    int header =
        whole.ipv6
            ? PacketHeaders.writeIpv6Fragment(at, whole.packet, identification, from, length, more)
            : PacketHeaders.writeIpv4Fragment(at, whole.packet, identification, from, more);
    int ofUdpHeader = from == 0 ? PacketHeaders.UDP : 0;
    if (from == 0) {
      int before = whole.ipv6 ? PacketHeaders.IPV6 : PacketHeaders.IPV4;
      NativeMemory.putLong(at + header, NativeMemory.getLong(whole.packet + before));
    }
    vectors.set(2 * count, at, header + ofUdpHeader);
    vectors.set(
        2 * count + 1,
        whole.payload + from + ofUdpHeader - PacketHeaders.UDP,
        length - ofUdpHeader);
    messages.vectors(count, vectors.address(2 * count), 2);
    messages.name(count, whole.name, whole.nameLength);
    count++;
  }
}
