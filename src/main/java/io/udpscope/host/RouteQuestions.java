package io.udpscope.host;

import io.udpscope.ffi.Libc;
import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rtnetlink(7) tells of interfaces: their counters, and the addresses they have. */
final class RouteQuestions implements AutoCloseable {
  private static final int RTM_GETADDR = 22;
  private static final int RTM_GETSTATS = 94;

  /** {@code struct ifaddrmsg} of linux/if_addr.h. */
  private static final int ADDRESS_BYTES = 8;

  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;

  /** {@code struct if_stats_msg} of linux/if_link.h. */
  private static final int STATS_BYTES = 12;

  private static final int STATS_IFINDEX = 4;
  private static final int STATS_FILTER = 8;
  private static final int LINK_64 = 1;

  /** Places in {@code struct rtnl_link_stats64}, which is made of 64-bit counters. */
  private static final Map<String, Integer> COUNTERS =
      Map.of(
          "link.rx_packets", 0,
          "link.rx_errors", 4,
          "link.rx_dropped", 6,
          "link.rx_fifo_errors", 14,
          "link.rx_missed_errors", 15);

  private final Netlink netlink = Netlink.open(0);

  /** Adds the counters of an interface; nothing if it has gone. */
  void putCounters(int ifindex, Map<String, Long> counters) {
    NetlinkRequest request =
        new NetlinkRequest(STATS_BYTES)
            .putInt(STATS_IFINDEX, ifindex)
            .putInt(STATS_FILTER, 1 << LINK_64 - 1);
    Netlink.Message answer = netlink.ask(RTM_GETSTATS, request.body());
    if (answer == null) {
      return;
    }
    byte[] bytes =
        NetlinkAttributes.of(answer.body(), STATS_BYTES).bytes(LINK_64).orElse(new byte[0]);
    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    COUNTERS.forEach(
        (name, place) -> {
          int at = place * Long.BYTES;
          if (at + Long.BYTES <= values.capacity()) {
            counters.merge(name, values.getLong(at), Long::sum);
          }
        });
  }

  Set<IpAddress> addresses() {
    Set<IpAddress> addresses = new HashSet<>();
    NetlinkRequest request = new NetlinkRequest(ADDRESS_BYTES);
    netlink.askForAll(
        RTM_GETADDR,
        request.body(),
        message -> {
          ByteBuffer body = message.body();
          if (body.capacity() >= ADDRESS_BYTES) {
            address(body.get(0), NetlinkAttributes.of(body, ADDRESS_BYTES))
                .ifPresent(addresses::add);
          }
        });
    return addresses;
  }

  /** Of a link between two, IFA_ADDRESS is the other end. */
  private static Optional<IpAddress> address(int family, NetlinkAttributes attributes) {
    int bytes = family == Libc.AF_INET ? 4 : 16;
    return attributes
        .bytes(IFA_LOCAL)
        .or(() -> attributes.bytes(IFA_ADDRESS))
        .filter(address -> address.length == bytes)
        .map(IpAddress::of);
  }

  @Override
  public void close() {
    netlink.close();
  }
}
