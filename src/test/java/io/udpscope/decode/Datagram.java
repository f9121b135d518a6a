package io.udpscope.decode;

import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Records of one payload in bare IPv4, with the bytes of something else right behind them. */
final class Datagram {
  private static final int HEADERS = 28;

  private Datagram() {}

  static PacketRecord of(int from, int to, String payload) {
    return of(from, to, payload.getBytes(StandardCharsets.UTF_8));
  }

  static PacketRecord of(int from, int to, byte[] payload) {
    return cut(from, to, payload, payload.length);
  }

  /** Only the first {@code captured} bytes of the payload are here. */
  static PacketRecord cut(int from, int to, byte[] payload, int captured) {
    ByteBuffer ring =
        ByteBuffer.allocate(PacketRecord.FRAME + HEADERS + captured + 64)
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < ring.capacity(); i++) {
      ring.put(i, (byte) 0xee);
    }
    int frame = PacketRecord.FRAME;
    ring.putInt(PacketRecord.LENGTH, HEADERS + payload.length);
    ring.putShort(PacketRecord.CAPTURED, (short) (HEADERS + captured));
    ring.putShort(PacketRecord.NETWORK_OFFSET, (short) 0);
    ring.putShort(PacketRecord.TRANSPORT_OFFSET, (short) 20);
    ring.put(PacketRecord.FLAGS, (byte) PacketRecord.FLAG_RAW_IP);
    ring.put(frame, (byte) 0x45);
    putShort(ring, frame + 20, from);
    putShort(ring, frame + 22, to);
    putShort(ring, frame + 24, 8 + payload.length);
    ring.put(frame + HEADERS, payload, 0, captured);
    return new PacketRecord().wrap(ring, 0);
  }

  private static void putShort(ByteBuffer ring, int index, int value) {
    ring.put(index, (byte) (value >> 8)).put(index + 1, (byte) value);
  }
}
