package io.udpscope.packets;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A pcap file as its writers lay it out (little endian, nanoseconds, Ethernet), in memory. */
public final class PcapBytes {
  private static final int NANOSECONDS_MAGIC = 0xa1b23c4d;
  private static final int HEADER_BYTES = 16;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public PcapBytes() {
    ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(NANOSECONDS_MAGIC).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    bytes.writeBytes(header.putInt(65_535).putInt(1).array());
  }

  /** A frame that was captured whole. */
  public PcapBytes add(long epochNanos, Frame frame) {
    byte[] captured = frame.bytes();
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) (epochNanos / 1_000_000_000)).putInt((int) (epochNanos % 1_000_000_000));
    bytes.writeBytes(header.putInt(captured.length).putInt(captured.length).array());
    bytes.writeBytes(captured);
    return this;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
