package io.udpscope.capture;

import java.nio.ByteBuffer;

/** Rows that packets are added to at the end. Used by one thread only. */
public interface GrowingRows extends PacketRows {
  /**
   * Adds a record, after the gap in front of it if there is one.
   *
   * @param source in native byte order
   * @param offset where the record ({@link io.udpscope.model.PacketRecord}) begins
   * @param length of it, bytes
   */
  void append(ByteBuffer source, int offset, int length);
}
