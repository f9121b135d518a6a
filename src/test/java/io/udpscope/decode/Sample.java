package io.udpscope.decode;

import io.udpscope.model.PacketRecord;

/**
 * A datagram of a protocol, and what must be said of it.
 *
 * @param name unique among the samples
 * @param from port
 * @param to port
 */
record Sample(String name, int from, int to, byte[] payload, String protocol, String text) {
  PacketRecord packet() {
    return Datagram.of(from, to, payload);
  }

  /** The same payload between ports that say nothing, even ones as those of media are. */
  PacketRecord onNeutralPorts() {
    return Datagram.of(40000, 40002, payload);
  }

  @Override
  public String toString() {
    return name;
  }
}
