package io.udpscope.capture;

import io.udpscope.model.PacketRecord;

/**
 * Captured packets as rows. A row is a packet, or the gap in front of a packet: "so many were lost
 * here". Rows are numbered from 0. Packets are numbered from 1, higher ones later, and of a file as
 * all its packets are, so that there are numbers that none has; a number never changes and is never
 * used again. Rows are added at the end and may leave at the beginning. Used by one thread only.
 */
public interface PacketRows {
  /** The oldest row that is still here; equal to {@link #endRow} if there is none. */
  long firstRow();

  /** One more than the newest row. */
  long endRow();

  /** Packets that ever came in. */
  long packets();

  /** Packets that are still here. */
  long held();

  /** Whether the row is a gap, {@link #firstRow} to {@link #endRow} exclusive, as below. */
  boolean isGap(long row);

  /** The number of the packet in this row, or of the one behind the gap. */
  long number(long row);

  /**
   * The packet in this row, or the one behind the gap, in a direct buffer; valid until a row is
   * added or another one is looked at.
   */
  PacketRecord packet(long row, PacketRecord flyweight);

  /** Bytes that hold packets. */
  long bytesUsed();

  /** Bytes that there is room for. */
  long bytesCapacity();
}
