package io.udpscope.app;

import io.udpscope.app.header.HeaderReader;
import io.udpscope.app.header.HeaderTree;
import io.udpscope.app.page.PageRow;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The packet that detail and bytes show, and its headers, decoded once. */
public record SelectedPacket(PageRow.PacketRow packet, HeaderTree headers) {
  static SelectedPacket of(PageRow.PacketRow row) {
    ByteBuffer record = ByteBuffer.wrap(row.record()).order(ByteOrder.nativeOrder());
    PacketRecord packet = new PacketRecord().wrap(record, 0);
    return new SelectedPacket(row, HeaderReader.read(packet, row));
  }

  /** The frame, as far as it is here. */
  public int frameBytes() {
    return packet.record().length - PacketRecord.FRAME;
  }

  public int frameByte(int index) {
    return packet.record()[PacketRecord.FRAME + index] & 0xff;
  }
}
