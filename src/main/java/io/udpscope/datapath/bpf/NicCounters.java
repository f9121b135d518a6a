package io.udpscope.datapath.bpf;

import io.udpscope.ffi.NativeMemory;
import io.udpscope.ffi.Netlink;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Packets that the session's interfaces say they received since it began: {@code rx_packets} of
 * {@code struct rtnl_link_stats64}, what {@code ip -s link} shows.
 *
 * <p>It is the driver's own count, taken before XDP decides: of the drivers read for this (veth,
 * virtio_net, tun, lo, ixgbe, mlx5), each counts what XDP drops too, veth as {@code xdp_packets}.
 * Frames that the hardware had no room for are not in it. It is read at another moment than the
 * program's counters, and some cards update it once a second: while traffic runs it may be behind
 * what the program has seen.
 */
final class NicCounters implements AutoCloseable {
  private static final int RTM_GETSTATS = 94;

  /** {@code struct if_stats_msg}. */
  private static final int REQUEST_BYTES = 12;

  private static final int REQUEST_IFINDEX = 4;
  private static final int REQUEST_FILTER = 8;

  /** {@code IFLA_STATS_LINK_64}, an attribute; its bit in the filter is one lower. */
  private static final int LINK_64 = 1;

  private final Netlink netlink = Netlink.open(0);
  private final ByteBuffer request = NativeMemory.allocate(REQUEST_BYTES);

  /** Of each interface, the count when the session began. */
  private final Map<Integer, Long> before = new LinkedHashMap<>();

  /** Of each interface, what it had received when last asked: it may have gone since. */
  private final Map<Integer, Long> received = new LinkedHashMap<>();

  void begin(int ifindex) {
    before.put(ifindex, rxPackets(ifindex, 0));
  }

  /** The sum over the interfaces. */
  long received() {
    long sum = 0;
    for (var entry : before.entrySet()) {
      int ifindex = entry.getKey();
      long total = received.getOrDefault(ifindex, entry.getValue());
      total = rxPackets(ifindex, total);
      received.put(ifindex, total);
      sum += total - entry.getValue();
    }
    return sum;
  }

  private long rxPackets(int ifindex, long otherwise) {
    request.putInt(REQUEST_IFINDEX, ifindex).putInt(REQUEST_FILTER, 1 << LINK_64 - 1);
    Netlink.Message answer = netlink.ask(RTM_GETSTATS, request);
    if (answer == null) {
      return otherwise;
    }
    ByteBuffer body = answer.body();
    int at = REQUEST_BYTES;
    while (at + 4 <= body.capacity() && body.getShort(at) >= 4) {
      int length = body.getShort(at) & 0xffff;
      if (body.getShort(at + 2) == LINK_64) {
        return body.getLong(at + 4); // rx_packets is the first of them
      }
      at += length + 3 & ~3;
    }
    return otherwise;
  }

  @Override
  public void close() {
    netlink.close();
  }
}
