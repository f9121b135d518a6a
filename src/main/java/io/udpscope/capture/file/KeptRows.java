package io.udpscope.capture.file;

import io.udpscope.capture.GrowingRows;
import io.udpscope.capture.PacketStore;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;

/**
 * The datagrams of a file as rows: all of them, as long as they can be visited again; from where
 * that ends, as it may with a packed file, those that a packet store holds, the oldest of which
 * make room. Used by one thread only.
 */
public final class KeptRows implements GrowingRows {
  private final FilePackets packets;
  private final int storeBytes;
  private GrowingRows rows;

  // What came before those of the store, and is gone.
  private long rowsBefore;
  private long packetsBefore;

  /**
   * @param storeBytes of memory, where the packets cannot be visited again
   */
  public KeptRows(FilePackets packets, int storeBytes) {
    this.packets = packets;
    this.storeBytes = storeBytes;
    rows = packets.isSeekable() ? new FileRows(packets) : store();
  }

  private PacketStore store() {
    return new PacketStore(storeBytes, packets::number);
  }

  private GrowingRows rows() {
    if (!packets.isSeekable() && !(rows instanceof PacketStore)) {
      rowsBefore = rows.endRow();
      packetsBefore = rows.packets();
      rows = store();
    }
    return rows;
  }

  @Override
  public void append(ByteBuffer source, int offset, int length) {
    rows().append(source, offset, length);
  }

  @Override
  public long firstRow() {
    long first = rows().firstRow();
    return rowsBefore + first;
  }

  @Override
  public long endRow() {
    long end = rows().endRow();
    return rowsBefore + end;
  }

  @Override
  public long packets() {
    long came = rows().packets();
    return packetsBefore + came;
  }

  @Override
  public long held() {
    return rows().held();
  }

  @Override
  public boolean isGap(long row) {
    GrowingRows now = rows();
    return now.isGap(row - rowsBefore);
  }

  @Override
  public long number(long row) {
    GrowingRows now = rows();
    return now.number(row - rowsBefore);
  }

  @Override
  public PacketRecord packet(long row, PacketRecord flyweight) {
    GrowingRows now = rows();
    return now.packet(row - rowsBefore, flyweight);
  }

  @Override
  public long bytesUsed() {
    return rows().bytesUsed();
  }

  @Override
  public long bytesCapacity() {
    return rows().bytesCapacity();
  }
}
