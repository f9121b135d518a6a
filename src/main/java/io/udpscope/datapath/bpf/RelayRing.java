package io.udpscope.datapath.bpf;

import io.udpscope.datapath.RelayTap;

/** The relay's ring, of datagrams to be sent. */
final class RelayRing extends RecordRing<RelayTap.Consumer> {
  /**
   * @param fd of the ring; it may be closed afterwards
   * @param bytes its size
   */
  RelayRing(int fd, int bytes, int pageSize) {
    super(fd, bytes, pageSize);
  }

  @Override
  void deliver(RelayTap.Consumer consumer, int first, int step, int run) {
    final long from = dataAddress() + first;
    int delivered = 0;
    try {
      while (delivered < run) {
        consumer.accept(from + (long) delivered * step);
        delivered++;
      }
    } finally {
      if (delivered < run) {
        takeBack(step, run - delivered - 1);
      }
    }
  }
}
