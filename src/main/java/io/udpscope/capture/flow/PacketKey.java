package io.udpscope.capture.flow;

import io.udpscope.model.Direction;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the tables count a packet by, read out of its record once. */
final class PacketKey {
  private static final boolean SWAPS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static final int UDP_BYTES = 8;

  private final long[] source = new long[AddressKey.LONGS];
  private final long[] destination = new long[AddressKey.LONGS];
  private int sourcePort;
  private int destinationPort;
  private long nanos;
  private int second;
  private int length;
  private int ruleSlot;
  private Verdict verdict = Verdict.PASSED;
  private Direction direction = Direction.IN;

  /**
   * @return false if the headers are not all there; then there is nothing to count by
   */
  boolean read(PacketRecord packet) {
    int transport = packet.transportOffset();
    if (!packet.holds(transport + UDP_BYTES)) {
      return false;
    }
    ByteBuffer buffer = packet.buffer();
    int network = packet.offset() + PacketRecord.FRAME + packet.networkOffset();
    if (packet.isIpv6()) {
      ipv6(buffer, network + 8, source);
      ipv6(buffer, network + 24, destination);
    } else {
      ipv4(buffer, network + 12, source);
      ipv4(buffer, network + 16, destination);
    }
    sourcePort = packet.frameShort(transport);
    destinationPort = packet.frameShort(transport + 2);
    nanos = packet.monotonicNanos();
    second = FlowTable.second(nanos);
    length = (int) Math.min(Integer.MAX_VALUE, packet.length());
    ruleSlot = packet.ruleSlot();
    verdict = packet.verdict();
    direction = packet.direction();
    return true;
  }

  private static void ipv6(ByteBuffer buffer, int at, long[] key) {
    key[0] = networkOrder(buffer.getLong(at));
    key[1] = networkOrder(buffer.getLong(at + 8));
    key[2] = AddressKey.IPV6;
  }

  private static void ipv4(ByteBuffer buffer, int at, long[] key) {
    int address = buffer.getInt(at);
    key[0] = 0;
    key[1] = (SWAPS ? Integer.reverseBytes(address) : address) & 0xffff_ffffL;
    key[2] = AddressKey.IPV4;
  }

  private static long networkOrder(long value) {
    return SWAPS ? Long.reverseBytes(value) : value;
  }

  /** Of two addresses of one version, with their ports. */
  void set(long[] from, int fromPort, long[] to, int toPort) {
    System.arraycopy(from, 0, source, 0, source.length);
    System.arraycopy(to, 0, destination, 0, destination.length);
    sourcePort = fromPort;
    destinationPort = toPort;
  }

  /** Which of the two ends is the higher one does not depend on who sends. */
  boolean isFromHigherEnd() {
    if (source[0] != destination[0]) {
      return source[0] > destination[0];
    }
    if (source[1] != destination[1]) {
      return source[1] > destination[1];
    }
    return sourcePort > destinationPort;
  }

  long[] source() {
    return source;
  }

  long[] destination() {
    return destination;
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
  }

  /** Monotonic clock. */
  long nanos() {
    return nanos;
  }

  int second() {
    return second;
  }

  /** Of the frame on the wire, bytes. */
  int length() {
    return length;
  }

  int ruleSlot() {
    return ruleSlot;
  }

  Verdict verdict() {
    return verdict;
  }

  Direction direction() {
    return direction;
  }
}
