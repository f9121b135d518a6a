package io.udpscope.cli.output;

/** One way to write a packet as text, whole lines. */
@FunctionalInterface
public interface PacketFormat {
  void append(ByteText text, CapturedPacket packet);
}
