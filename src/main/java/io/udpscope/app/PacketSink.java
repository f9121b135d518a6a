package io.udpscope.app;

import io.udpscope.datapath.Datapath;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes every captured packet from a tap of its own, on the agent's thread: a file, for example.
 */
public interface PacketSink {
  /** Opens a sink for what this datapath captures; on the agent's thread, once. */
  @FunctionalInterface
  interface Source {
    PacketSink open(Datapath datapath) throws IOException;
  }

  /**
   * @param buffer in native byte order; valid until this call returns
   * @param offset where the record ({@link io.udpscope.model.PacketRecord}) begins
   * @param length bytes of the record that mean something
   */
  void accept(ByteBuffer buffer, int offset, int length) throws IOException;

  /** Nothing more is there at the moment. */
  void flush() throws IOException;

  /**
   * @param lost packets that found no room in the sink's ring
   */
  void close(long lost) throws IOException;
}
