package io.udpscope.cli;

/** One way to write a packet as text, whole lines. */
@FunctionalInterface
interface PacketFormat {
  void append(ByteText text, CapturedPacket packet);
}
