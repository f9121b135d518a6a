package io.udpscope.relay;

import io.udpscope.ffi.NativeMemory;
import java.nio.ByteBuffer;

/**
 * Messages for one call of sendmmsg(2), in memory that is made once. A message is one datagram, or
 * many of the same length (the last one maybe shorter) that the kernel parts again: UDP_SEGMENT,
 * udp(7). The kernel goes through routing, firewall and queues once for all of those.
 */
final class Batch {
  private static final int MESSAGES = 512;
  private static final int VECTORS = 2 * MESSAGES;

  /** Older kernels take no more, newer ones twice as many (UDP_MAX_SEGMENTS, linux/udp.h). */
  private static final int SEGMENTS = 64;

  /** So much UDP payload an IPv4 packet can have. */
  private static final int MAX_PAYLOAD = 65_507;

  private static final int CONTROL_ROOM = 24; // CMSG_SPACE(2)
  private static final int CONTROL_LEVEL = 8;
  private static final int CONTROL_TYPE = 12;
  private static final int CONTROL_VALUE = 16;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  private final MessageHeaders headers = new MessageHeaders(MESSAGES);
  private final Vectors vectors = new Vectors(VECTORS);
  private final ByteBuffer names = NativeMemory.allocate(MESSAGES * SocketAddress.ROOM);
  private final long namesAddress = NativeMemory.address(names);
  private final ByteBuffer packetHeaders = NativeMemory.allocate(MESSAGES * PacketHeaders.ROOM);
  private final long packetHeadersAddress = NativeMemory.address(packetHeaders);
  private final ByteBuffer controls = controls();
  private final long controlsAddress = NativeMemory.address(controls);
  private final int[] firstEntries = new int[MESSAGES];
  private final int[] entryCounts = new int[MESSAGES];
  private final int[] payloadBytes = new int[MESSAGES];
  private int messages;
  private int vectorCount;

  private static ByteBuffer controls() {
    ByteBuffer controls = NativeMemory.allocate(MESSAGES * CONTROL_ROOM);
    for (int at = 0; at < controls.capacity(); at += CONTROL_ROOM) {
      controls.putLong(at, CONTROL_VALUE + Short.BYTES);
      controls.putInt(at + CONTROL_LEVEL, SOL_UDP);
      controls.putInt(at + CONTROL_TYPE, UDP_SEGMENT);
    }
    return controls;
  }

  /**
   * Makes messages of a chain, as many as there is room for.
   *
   * @param from the chain's first entry that is not sent yet
   * @return the entry to go on with, or {@link Outbox#NONE}
   */
  int fill(Outbox outbox, Outlet outlet, int from) {
    messages = 0;
    vectorCount = 0;
    int entry = from;
    while (entry != Outbox.NONE && messages < MESSAGES && vectorCount + SEGMENTS < VECTORS) {
      entry = addMessage(outbox, outlet, entry);
    }
    return entry;
  }

  private int addMessage(Outbox outbox, Outlet outlet, int first) {
    int message = messages++;
    int firstVector = vectorCount;
    int segment = outbox.length(first);
    int most = outlet.joins() && segment > 0 ? SEGMENTS : 1;
    int bytes = 0;
    int count = 0;
    int entry = first;
    headers.name(message, 0, 0);
    outlet.address(this, outbox.record(first), outbox.payload(first), segment);
    do {
      int length = outbox.length(entry);
      vectors.set(vectorCount++, outbox.payload(entry), length);
      bytes += length;
      count++;
      entry = outbox.next(entry);
      if (length < segment) {
        break; // only the last one may be shorter
      }
    } while (count < most && isJoined(outbox, outlet, first, entry, bytes));
    firstEntries[message] = first;
    entryCounts[message] = count;
    payloadBytes[message] = bytes;
    headers.vectors(message, vectors.address(firstVector), vectorCount - firstVector);
    control(message, segment);
    return entry;
  }

  private static boolean isJoined(Outbox outbox, Outlet outlet, int first, int entry, int bytes) {
    if (entry == Outbox.NONE) {
      return false;
    }
    int length = outbox.length(entry);
    return length > 0
        && length <= outbox.length(first)
        && bytes + length <= MAX_PAYLOAD
        && outlet.isSameWay(outbox.record(first), outbox.record(entry));
  }

  private void control(int message, int segment) {
    if (entryCounts[message] == 1) {
      headers.control(message, 0, 0);
      return;
    }
    int at = message * CONTROL_ROOM;
    controls.putShort(at + CONTROL_VALUE, (short) segment);
    headers.control(message, controlsAddress + at, CONTROL_ROOM);
  }

  /**
   * Says where the message that is being made goes.
   *
   * @param address where the address's bytes are
   * @param port of no meaning to a raw socket, which wants 0
   */
  void name(boolean ipv6, long address, int port) {
    int message = messages - 1;
    long at = namesAddress + (long) message * SocketAddress.ROOM;
    headers.name(message, at, SocketAddress.write(at, ipv6, address, port));
  }

  /** Begins the message that is being made with headers, for a raw socket. */
  void packet(
      boolean ipv6,
      int tos,
      int ttl,
      long source,
      int sourcePort,
      long destination,
      int destinationPort,
      long payload,
      int length) {
    long at = packetHeadersAddress + (long) (messages - 1) * PacketHeaders.ROOM;
    int bytes =
        ipv6
            ? PacketHeaders.writeIpv6(
                at, tos, ttl, source, sourcePort, destination, destinationPort, payload, length)
            : PacketHeaders.writeIpv4(
                at, tos, ttl, source, sourcePort, destination, destinationPort, payload, length);
    vectors.set(vectorCount++, at, bytes);
    name(ipv6, destination, 0);
  }

  /** A message for a raw socket, to be sent in pieces. */
  Fragments.Whole whole(Outbox outbox, int message) {
    return new Fragments.Whole(
        headers.nameLength(message) == SocketAddress.IPV6_BYTES,
        headers.name(message),
        headers.nameLength(message),
        packetHeadersAddress + (long) message * PacketHeaders.ROOM,
        outbox.payload(firstEntries[message]),
        payloadBytes[message]);
  }

  int messages() {
    return messages;
  }

  long address(int message) {
    return headers.address(message);
  }

  int firstEntry(int message) {
    return firstEntries[message];
  }

  /** Datagrams in a message. */
  int entries(int message) {
    return entryCounts[message];
  }

  /** Of their payloads. */
  int bytes(int message) {
    return payloadBytes[message];
  }
}
