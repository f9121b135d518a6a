package io.udpscope.host;

import io.udpscope.model.IpAddress;
import io.udpscope.model.UdpSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code /proc/net/udp} and {@code udp6} (net/ipv4/udp.c, net/ipv6/datagram.c): a heading,
 * then a line for each socket. It tells less than sock_diag does: not how large the buffer is.
 */
public final class SocketTable {
  private static final int LOCAL = 1;
  private static final int PEER = 2;
  private static final int QUEUES = 4;
  private static final int INODE = 9;
  private static final int DROPS = 12;

  /**
   * A line of it. An address of IPv4 that an IPv6 socket has is that.
   *
   * @param peer the wildcard where it is not connected
   * @param queuedBytes that wait to be read
   * @param drops packets that it would not take
   * @param inode the number by which a process holds it
   */
  public record Row(
      IpAddress local,
      int port,
      IpAddress peer,
      int peerPort,
      long queuedBytes,
      long drops,
      long inode) {
    public boolean isConnected() {
      return peerPort != 0;
    }

    UdpSocket socket() {
      return new UdpSocket(local, port, peerPort, false, queuedBytes, -1, drops, inode);
    }
  }

  private SocketTable() {}

  /** Its rows; a line that is none is left out. */
  public static List<Row> read(List<String> lines) {
    List<Row> rows = new ArrayList<>();
    for (String line : lines) {
      row(line.strip().split("\\s+")).ifPresent(rows::add);
    }
    return rows;
  }

  private static Optional<Row> row(String[] words) {
    if (words.length <= DROPS) {
      return Optional.empty();
    }
    try {
      String[] local = words[LOCAL].split(":");
      String[] peer = words[PEER].split(":");
      String[] queues = words[QUEUES].split(":");
      if (local.length != 2 || peer.length != 2 || queues.length != 2) {
        return Optional.empty();
      }
      return Optional.of(
          new Row(
              address(local[0]),
              Integer.parseInt(local[1], 16),
              address(peer[0]),
              Integer.parseInt(peer[1], 16),
              Long.parseLong(queues[1], 16),
              Long.parseLong(words[DROPS]),
              Long.parseLong(words[INODE])));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the heading, or a line of a kernel to come
    }
  }

  /**
   * Printed as 32-bit words of the machine's byte order, each of them in network order in memory.
   */
  private static IpAddress address(String text) {
    if (text.length() != 8 && text.length() != 32) {
      throw new IllegalArgumentException(text);
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int word = 0; word < bytes.length; word += 4) {
      int value = Integer.parseUnsignedInt(text.substring(2 * word, 2 * word + 8), 16);
      ByteBuffer.wrap(bytes, word, 4).order(ByteOrder.nativeOrder()).putInt(value);
    }
    return IpAddress.of(bytes).unmapped();
  }
}
