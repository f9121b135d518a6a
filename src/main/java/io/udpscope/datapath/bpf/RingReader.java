package io.udpscope.datapath.bpf;

import io.udpscope.datapath.PacketConsumer;
import io.udpscope.ffi.NativeMemory;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;

/** A tap's ring, of captured packets. */
final class RingReader extends RecordRing<PacketConsumer> {
  /**
   * @param fd of the ring; it may be closed afterwards
   * @param bytes its size
   */
  RingReader(int fd, int bytes, int pageSize) {
    super(fd, bytes, pageSize);
  }

  /**
   * Hands over committed records, oldest first, and then frees their room, all at once.
   *
   * @return how many
   */
  int read(PacketConsumer packets, int limit) {
    try {
      return take(packets, limit);
    } finally {
      release();
    }
  }

  @Override
  void deliver(PacketConsumer packets, int first, int step, int run) {
    final ByteBuffer data = data();
    final long dataAddress = dataAddress();
    int event = first;
    int delivered = 0;
    try {
      while (delivered < run) {
        packets.accept(
            data,
            event,
            PacketRecord.FRAME
                + (NativeMemory.getShort(dataAddress + event + PacketRecord.CAPTURED) & 0xffff));
        event += step;
        delivered++;
      }
    } finally {
      if (delivered < run) {
        takeBack(step, run - delivered - 1);
      }
    }
  }
}
