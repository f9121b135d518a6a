package io.udpscope.packets;

import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Records as the datapath would make them of a frame. */
public final class Records {
  private Records() {}

  /** The whole frame, passed, rule slot 0, interface 2, at time 0. */
  public static PacketRecord of(Frame frame, boolean rawIp) {
    return of(frame, rawIp, Integer.MAX_VALUE, Verdict.PASSED);
  }

  public static PacketRecord of(Frame frame, boolean rawIp, int snaplen, Verdict verdict) {
    byte[] bytes = frame.bytes();
    int captured = Math.min(bytes.length, snaplen);
    ByteBuffer buffer =
        ByteBuffer.allocate(PacketRecord.size(captured)).order(ByteOrder.nativeOrder());
    buffer.putInt(PacketRecord.IFINDEX, 2);
    buffer.putInt(PacketRecord.LENGTH, bytes.length);
    buffer.putShort(PacketRecord.CAPTURED, (short) captured);
    buffer.putShort(PacketRecord.NETWORK_OFFSET, (short) frame.networkOffset());
    buffer.putShort(PacketRecord.TRANSPORT_OFFSET, (short) frame.transportOffset());
    buffer.put(PacketRecord.VERDICT, (byte) verdict.ordinal());
    buffer.put(PacketRecord.FLAGS, (byte) (rawIp ? PacketRecord.FLAG_RAW_IP : 0));
    buffer.put(PacketRecord.FRAME, bytes, 0, captured);
    return new PacketRecord().wrap(buffer, 0);
  }

  /** Says that so many packets were lost before this one. */
  public static PacketRecord lostBefore(PacketRecord record, int lost) {
    record.buffer().putInt(record.offset() + PacketRecord.LOST, lost);
    return record;
  }
}
