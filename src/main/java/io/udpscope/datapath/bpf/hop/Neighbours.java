package io.udpscope.datapath.bpf.hop;

import io.udpscope.ffi.Netlink;
import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.ffi.NetlinkRequest;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's neighbour tables: ARP and IPv6 neighbour discovery, and what bridges have learned.
 */
final class Neighbours {
  static final int RTM_NEWNEIGH = 28;
  static final int RTM_DELNEIGH = 29;
  private static final int RTM_GETNEIGH = 30;

  /** {@code struct ndmsg}. */
  private static final int HEADER_BYTES = 12;

  private static final int HEADER_INDEX = 4;
  private static final int HEADER_STATE = 8;
  private static final int HEADER_FLAGS = 10;

  /** {@code NDA_…} of linux/neighbour.h. */
  private static final int DESTINATION = 1;

  private static final int LINK_ADDRESS = 2;
  private static final int MASTER = 9;

  private static final int FLAG_USE = 1;
  private static final int AF_BRIDGE = 7;

  private static final int STALE = 4;

  /** Groups and loopback: nobody had to answer for them. */
  private static final int NO_ARP = 0x40;

  /** REACHABLE, STALE, DELAY, PROBE, NOARP, PERMANENT: what the kernel itself would send to. */
  private static final int VALID = 2 | STALE | 8 | 0x10 | 0x40 | 0x80;

  private final Netlink questions;

  Neighbours(Netlink questions) {
    this.questions = questions;
  }

  /** Somebody on a link, by address. */
  record Neighbour(int interfaceIndex, IpAddress address) {}

  /**
   * @param mac empty if it is not known
   * @param stale nobody has checked it for a while
   */
  record Known(Optional<MacAddress> mac, boolean stale) {
    static final Known NOTHING = new Known(Optional.empty(), false);
  }

  Known ask(Neighbour neighbour) {
    Netlink.Message answer = questions.ask(RTM_GETNEIGH, request(neighbour).body());
    if (answer == null || answer.type() != RTM_NEWNEIGH) {
      return Known.NOTHING;
    }
    int state = answer.body().getShort(HEADER_STATE);
    Optional<MacAddress> mac = (state & VALID) == 0 ? Optional.empty() : mac(answer.body());
    return new Known(mac, (state & STALE) != 0);
  }

  /**
   * Tells the kernel that packets go there: it finds out the MAC of one that it does not know, and
   * checks that of one that is stale.
   */
  void use(Neighbour neighbour) {
    NetlinkRequest request = request(neighbour).putByte(HEADER_FLAGS, FLAG_USE);
    questions.order(RTM_NEWNEIGH, Netlink.FLAG_CREATE, request.body());
  }

  /** All whose MAC is known, but for groups. */
  List<IpAddress> known() {
    Set<IpAddress> known = new LinkedHashSet<>();
    ByteBuffer everything = new NetlinkRequest(HEADER_BYTES).body();
    questions.askForAll(
        RTM_GETNEIGH,
        everything,
        message -> {
          int state = message.body().getShort(HEADER_STATE);
          if (message.type() == RTM_NEWNEIGH && (state & VALID & ~NO_ARP) != 0) {
            neighbour(message.body()).map(Neighbour::address).ifPresent(known::add);
          }
        });
    return List.copyOf(known);
  }

  private static NetlinkRequest request(Neighbour neighbour) {
    return new NetlinkRequest(HEADER_BYTES)
        .putByte(0, RouteLookup.family(neighbour.address()))
        .putInt(HEADER_INDEX, neighbour.interfaceIndex())
        .attribute(DESTINATION, neighbour.address().bytes());
  }

  /** The ifindex of the port behind which a bridge has seen a MAC; 0 if it has not. */
  int bridgePort(int bridge, MacAddress mac) {
    NetlinkRequest request =
        new NetlinkRequest(HEADER_BYTES)
            .putByte(0, AF_BRIDGE)
            .attribute(LINK_ADDRESS, mac.bytes())
            .attribute(MASTER, bridge);
    Netlink.Message answer = questions.ask(RTM_GETNEIGH, request.body());
    return answer == null || answer.type() != RTM_NEWNEIGH ? 0 : answer.body().getInt(HEADER_INDEX);
  }

  /** The neighbour that a notification is about; empty if it is about what a bridge has learned. */
  static Optional<Neighbour> neighbour(ByteBuffer body) {
    if (body.get(0) == AF_BRIDGE) {
      return Optional.empty();
    }
    int index = body.getInt(HEADER_INDEX);
    return NetlinkAttributes.of(body, HEADER_BYTES)
        .bytes(DESTINATION)
        .filter(address -> address.length == 4 || address.length == 16)
        .map(address -> new Neighbour(index, IpAddress.of(address)));
  }

  /** The MAC that a notification is about. */
  static Optional<MacAddress> mac(ByteBuffer body) {
    return NetlinkAttributes.of(body, HEADER_BYTES)
        .bytes(LINK_ADDRESS)
        .filter(bytes -> bytes.length >= MacAddress.BYTES)
        .map(bytes -> MacAddress.of(Arrays.copyOf(bytes, MacAddress.BYTES)));
  }
}
