package io.udpscope.datapath;

import java.nio.ByteBuffer;

/** Takes records where they lie, in the ring's own memory. */
@FunctionalInterface
public interface PacketConsumer {
  /**
   * @param buffer the ring, in native byte order; valid until this call returns
   * @param offset where the record ({@link io.udpscope.model.PacketRecord}) begins
   * @param length bytes of the record that mean something: its header and what was captured
   */
  void accept(ByteBuffer buffer, int offset, int length);
}
