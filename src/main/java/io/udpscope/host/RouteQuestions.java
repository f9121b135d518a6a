package io.udpscope.host;

import io.udpscope.ffi.Libc;
import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What rtnetlink(7) tells of interfaces: their counters, and the addresses they have. */
final class RouteQuestions implements AutoCloseable {
  private static final int RTM_GETLINK = 18;
  private static final int RTM_GETADDR = 22;
  private static final int RTM_GETROUTE = 26;
  private static final int RTM_GETNEIGH = 30;
  private static final int RTM_GETSTATS = 94;

  /** {@code struct ifaddrmsg} of linux/if_addr.h. */
  private static final int ADDRESS_BYTES = 8;

  /** {@code struct ifinfomsg}, {@code rtmsg} and {@code ndmsg}. */
  private static final int LINK_BYTES = 16;

  private static final int ROUTE_BYTES = 12;
  private static final int NEIGHBOUR_BYTES = 12;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_NAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFF_UP = 1;
  private static final int RTA_DESTINATION = 1;
  private static final int RTA_INTERFACE = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_TABLE = 15;
  private static final int RT_TABLE_MAIN = 254;
  private static final int NDA_DESTINATION = 1;
  private static final int NDA_MAC = 2;
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

  /** Addresses, routes and neighbours, a line each, with the interfaces' names. */
  List<String> lines() {
    Map<Integer, String> names = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    ask(RTM_GETLINK, LINK_BYTES, body -> lines.add(link(body, names)));
    ask(RTM_GETADDR, ADDRESS_BYTES, body -> lines.add(address(body, names)));
    ask(RTM_GETROUTE, ROUTE_BYTES, body -> route(body, names).ifPresent(lines::add));
    ask(RTM_GETNEIGH, NEIGHBOUR_BYTES, body -> neighbour(body, names).ifPresent(lines::add));
    return lines;
  }

  private void ask(int type, int bytes, Consumer<ByteBuffer> answers) {
    netlink.askForAll(
        type,
        new NetlinkRequest(bytes).body(),
        message -> {
          if (message.body().capacity() >= bytes) {
            answers.accept(message.body());
          }
        });
  }

  private static String link(ByteBuffer body, Map<Integer, String> names) {
    NetlinkAttributes attributes = NetlinkAttributes.of(body, LINK_BYTES);
    int index = body.getInt(4);
    names.put(index, attributes.text(IFLA_NAME));
    String up = (body.getInt(8) & IFF_UP) != 0 ? "up" : "down";
    String mac =
        attributes
            .bytes(IFLA_ADDRESS)
            .filter(bytes -> bytes.length == MacAddress.BYTES)
            .map(bytes -> " " + MacAddress.of(bytes))
            .orElse("");
    String mtu = " mtu " + attributes.number(IFLA_MTU, 0);
    return "interface " + names.get(index) + " (" + index + ") " + up + mtu + mac;
  }

  private static String address(ByteBuffer body, Map<Integer, String> names) {
    NetlinkAttributes attributes = NetlinkAttributes.of(body, ADDRESS_BYTES);
    String text = address(body.get(0), attributes).map(IpAddress::toString).orElse("?");
    return "address " + text + "/" + (body.get(1) & 0xff) + " " + name(names, body.getInt(4));
  }

  private static String name(Map<Integer, String> names, int index) {
    return "dev " + names.getOrDefault(index, Integer.toString(index));
  }

  /** Those of the main table; the local one repeats the addresses. */
  private static Optional<String> route(ByteBuffer body, Map<Integer, String> names) {
    NetlinkAttributes attributes = NetlinkAttributes.of(body, ROUTE_BYTES);
    if (attributes.number(RTA_TABLE, body.get(4) & 0xff) != RT_TABLE_MAIN) {
      return Optional.empty();
    }
    int length = body.get(1) & 0xff;
    String destination =
        attributes
            .bytes(RTA_DESTINATION)
            .map(bytes -> IpAddress.of(bytes) + "/" + length)
            .orElse(body.get(0) == Libc.AF_INET ? "default" : "default6");
    String via =
        attributes.bytes(RTA_GATEWAY).map(bytes -> " via " + IpAddress.of(bytes)).orElse("");
    String out = name(names, (int) attributes.number(RTA_INTERFACE, 0));
    return Optional.of("route " + destination + via + " " + out);
  }

  private static Optional<String> neighbour(ByteBuffer body, Map<Integer, String> names) {
    NetlinkAttributes attributes = NetlinkAttributes.of(body, NEIGHBOUR_BYTES);
    Optional<byte[]> address = attributes.bytes(NDA_DESTINATION);
    Optional<byte[]> mac = attributes.bytes(NDA_MAC).filter(it -> it.length == MacAddress.BYTES);
    if (address.isEmpty() || mac.isEmpty() || address.get().length % 4 != 0) {
      return Optional.empty();
    }
    String out = name(names, body.getInt(4));
    return Optional.of(
        "neighbour " + IpAddress.of(address.get()) + " " + MacAddress.of(mac.get()) + " " + out);
  }

  @Override
  public void close() {
    netlink.close();
  }
}
