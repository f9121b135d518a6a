package io.udpscope.datapath.bpf.hop;

import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Prefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks the kernel for the route of a packet of this host (rtnetlink(7), {@code RTM_GETROUTE}). That
 * works whether or not the host may forward packets.
 */
final class RouteLookup {
  static final int RTM_NEWROUTE = 24;
  static final int RTM_DELROUTE = 25;
  private static final int RTM_GETROUTE = 26;
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_GETADDR = 22;

  /** {@code struct rtmsg}. */
  private static final int HEADER_BYTES = 12;

  private static final int HEADER_DESTINATION_BITS = 1;
  private static final int HEADER_TYPE = 7;

  /** {@code RTA_…} of linux/rtnetlink.h. */
  private static final int DESTINATION = 1;

  private static final int OUT = 4;
  private static final int GATEWAY = 5;
  private static final int PREFERRED_SOURCE = 7;
  private static final int METRICS = 8;
  private static final int CACHE = 12;
  private static final int VIA = 18;
  private static final int METRIC_MTU = 2;
  private static final int CACHE_EXPIRES = 8; // in struct rta_cacheinfo

  /** {@code struct ifaddrmsg}: family, bits, flags, scope, index. */
  private static final int ADDRESS_HEADER_BYTES = 8;

  private static final int ADDRESS_SCOPE = 3;
  private static final int ADDRESS_INDEX = 4;
  private static final int ADDRESS = 1; // IFA_ADDRESS: of a point-to-point link, the other end
  private static final int ADDRESS_LOCAL = 2;
  private static final int SCOPE_UNIVERSE = 0;

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private final Netlink questions;

  RouteLookup(Netlink questions) {
    this.questions = questions;
  }

  /** What a route does with packets; {@code RTN_…}. */
  enum Kind {
    UNICAST,
    LOCAL,
    BROADCAST,
    NONE
  }

  /**
   * @param interfaceIndex the way out
   * @param gateway the next hop; empty if that is the destination itself
   * @param source what this host would send from
   * @param mtu that somebody set for the route; 0 for none
   */
  record Route(
      Kind kind,
      int interfaceIndex,
      Optional<IpAddress> gateway,
      Optional<IpAddress> source,
      int mtu) {
    static final Route NONE = new Route(Kind.NONE, 0, Optional.empty(), Optional.empty(), 0);
  }

  static int family(IpAddress address) {
    return address.isIpv6() ? AF_INET6 : AF_INET;
  }

  /**
   * @param out ifindex that the packet has to leave by; 0 leaves it to the routes
   */
  Route to(IpAddress destination, int out) {
    NetlinkRequest request =
        new NetlinkRequest(HEADER_BYTES)
            .putByte(0, family(destination))
            .putByte(HEADER_DESTINATION_BITS, destination.bits())
            .attribute(DESTINATION, destination.bytes());
    if (out != 0) {
      request.attribute(OUT, out);
    }
    Netlink.Message answer = questions.ask(RTM_GETROUTE, request.body());
    return answer == null || answer.type() != RTM_NEWROUTE ? Route.NONE : read(answer.body());
  }

  private static Route read(ByteBuffer body) {
    NetlinkAttributes attributes = NetlinkAttributes.of(body, HEADER_BYTES);
    return new Route(
        kind(body.get(HEADER_TYPE)),
        (int) attributes.number(OUT, 0),
        gateway(attributes),
        attributes.bytes(PREFERRED_SOURCE).map(IpAddress::of),
        isLearned(body, attributes) ? 0 : (int) attributes.nested(METRICS).number(METRIC_MTU, 0));
  }

  private static Kind kind(int type) {
    return switch (type) {
      case 1, 5 -> Kind.UNICAST; // RTN_UNICAST, RTN_MULTICAST
      case 2, 4 -> Kind.LOCAL; // RTN_LOCAL, RTN_ANYCAST
      case 3 -> Kind.BROADCAST;
      default -> Kind.NONE; // RTN_UNREACHABLE, RTN_BLACKHOLE, RTN_PROHIBIT, …
    };
  }

  private static Optional<IpAddress> gateway(NetlinkAttributes attributes) {
    Optional<byte[]> gateway = attributes.bytes(GATEWAY);
    if (gateway.isEmpty()) {
      // struct rtvia: a family, then an address of it, which is the other one than the route's
      gateway = attributes.bytes(VIA).map(via -> Arrays.copyOfRange(via, 2, via.length));
    }
    return gateway.map(IpAddress::of);
  }

  /**
   * A path MTU that somebody on the way asked for has a time to expire. As an IPv4 router the
   * kernel does not heed it (ip_forward_use_pmtu in its ip-sysctl.rst), since anybody may have sent
   * it.
   */
  private static boolean isLearned(ByteBuffer body, NetlinkAttributes attributes) {
    if (body.get(0) != AF_INET) {
      return false;
    }
    return attributes
        .bytes(CACHE)
        .map(cache -> ByteBuffer.wrap(cache).order(ByteOrder.nativeOrder()))
        .filter(cache -> cache.capacity() >= CACHE_EXPIRES + Integer.BYTES)
        .map(cache -> cache.getInt(CACHE_EXPIRES) != 0)
        .orElse(false);
  }

  /** The first global address that an interface has of a version. */
  Optional<IpAddress> addressOf(int index, boolean ipv6) {
    int family = ipv6 ? AF_INET6 : AF_INET;
    NetlinkRequest request = new NetlinkRequest(ADDRESS_HEADER_BYTES).putByte(0, family);
    IpAddress[] first = new IpAddress[1];
    questions.askForAll(
        RTM_GETADDR,
        request.body(),
        answer -> {
          ByteBuffer body = answer.body();
          if (first[0] == null
              && answer.type() == RTM_NEWADDR
              && body.getInt(ADDRESS_INDEX) == index
              && body.get(ADDRESS_SCOPE) == SCOPE_UNIVERSE) {
            NetlinkAttributes attributes = NetlinkAttributes.of(body, ADDRESS_HEADER_BYTES);
            first[0] =
                attributes
                    .bytes(ADDRESS_LOCAL)
                    .or(() -> attributes.bytes(ADDRESS))
                    .map(IpAddress::of)
                    .orElse(null);
          }
        });
    return Optional.ofNullable(first[0]);
  }

  /** The destinations that a changed route is for, from its notification. */
  static Prefix destinations(ByteBuffer body) {
    boolean ipv6 = body.get(0) == AF_INET6;
    IpAddress address =
        NetlinkAttributes.of(body, HEADER_BYTES)
            .bytes(DESTINATION)
            .map(IpAddress::of)
            .orElse(IpAddress.of(new byte[ipv6 ? 16 : 4]));
    return new Prefix(address, body.get(HEADER_DESTINATION_BITS) & 0xff);
  }
}
