package io.udpscope.datapath.bpf.hop;

import io.udpscope.ffi.NetlinkAttributes;
import io.udpscope.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An interface as rtnetlink(7) tells of it, as far as it matters to packets that leave by it.
 *
 * @param hardwareType {@code ARPHRD_…} of linux/if_arp.h
 * @param mtu of an IP packet
 * @param mac its own; empty if it has no Ethernet address
 * @param master ifindex of the bridge or the like that it is part of; 0 for none
 * @param kind of a virtual one: {@code veth}, {@code bridge}; empty for hardware
 * @param vlan what it tags packets with, and where they go then; only of a VLAN device
 * @param filtersVlans of a bridge: it puts on and takes off tags as its ports want them
 */
public record Link(
    int index,
    String name,
    int hardwareType,
    boolean up,
    boolean loopback,
    int mtu,
    Optional<MacAddress> mac,
    int master,
    String kind,
    Optional<Vlan> vlan,
    boolean filtersVlans) {
  static final int RTM_NEWLINK = 16;
  static final int RTM_DELLINK = 17;
  static final int RTM_GETLINK = 18;

  /** {@code struct ifinfomsg}: family, hardware type, index, flags. */
  static final int HEADER_BYTES = 16;

  static final int HEADER_TYPE = 2;
  static final int HEADER_INDEX = 4;
  static final int HEADER_FLAGS = 8;

  /** {@code IFLA_…} of linux/if_link.h. */
  static final int NAME = 3;

  private static final int ADDRESS = 1;
  private static final int MTU = 4;
  private static final int LOWER = 5;
  private static final int MASTER = 10;
  private static final int INFO = 18;
  private static final int LOWER_NETWORK = 37;
  private static final int INFO_KIND = 1;
  private static final int INFO_DATA = 2;
  private static final int VLAN_ID = 1;
  private static final int VLAN_PROTOCOL = 5;
  private static final int BRIDGE_VLAN_FILTERING = 7;

  private static final int IFF_UP = 1;
  private static final int IFF_LOOPBACK = 8;

  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_PPP = 512;
  private static final int ARPHRD_RAWIP = 519;
  private static final int ARPHRD_TUNNEL = 768;
  private static final int ARPHRD_TUNNEL6 = 769;
  private static final int ARPHRD_SIT = 776;
  private static final int ARPHRD_IPGRE = 778;
  private static final int ARPHRD_IP6GRE = 823;
  private static final int ARPHRD_NONE = 65534;

  /**
   * @param lower ifindex of the device that the tagged packets leave by; 0 if that is in another
   *     network
   */
  record Vlan(VlanTag tag, int lower) {}

  /** Reads an {@code RTM_NEWLINK}. */
  static Link read(ByteBuffer message) {
    NetlinkAttributes attributes = NetlinkAttributes.of(message, HEADER_BYTES);
    NetlinkAttributes info = attributes.nested(INFO);
    NetlinkAttributes data = info.nested(INFO_DATA);
    String kind = info.text(INFO_KIND);
    int type = message.getShort(HEADER_TYPE) & 0xffff;
    int flags = message.getInt(HEADER_FLAGS);
    return new Link(
        message.getInt(HEADER_INDEX),
        attributes.text(NAME),
        type,
        (flags & IFF_UP) != 0,
        (flags & IFF_LOOPBACK) != 0,
        (int) attributes.number(MTU, 0),
        type == ARPHRD_ETHER ? mac(attributes) : Optional.empty(),
        (int) attributes.number(MASTER, 0),
        kind,
        kind.equals("vlan") ? Optional.of(vlan(attributes, data)) : Optional.empty(),
        kind.equals("bridge") && data.number(BRIDGE_VLAN_FILTERING, 0) != 0);
  }

  private static Optional<MacAddress> mac(NetlinkAttributes attributes) {
    return attributes
        .bytes(ADDRESS)
        .filter(bytes -> bytes.length >= MacAddress.BYTES)
        .map(bytes -> MacAddress.of(Arrays.copyOf(bytes, MacAddress.BYTES)));
  }

  private static Vlan vlan(NetlinkAttributes attributes, NetlinkAttributes data) {
    int protocol = Short.toUnsignedInt(Short.reverseBytes((short) data.number(VLAN_PROTOCOL, 0)));
    VlanTag tag =
        new VlanTag(protocol == 0 ? VlanTag.CUSTOMER : protocol, (int) data.number(VLAN_ID, 0));
    boolean elsewhere = attributes.has(LOWER_NETWORK);
    return new Vlan(tag, elsewhere ? 0 : (int) attributes.number(LOWER, 0));
  }

  boolean isBridge() {
    return kind.equals("bridge");
  }

  /** Whether its frames begin with the IP header. */
  boolean isRawIp() {
    return switch (hardwareType) {
      case ARPHRD_NONE,
          ARPHRD_RAWIP,
          ARPHRD_PPP,
          ARPHRD_TUNNEL,
          ARPHRD_TUNNEL6,
          ARPHRD_SIT,
          ARPHRD_IPGRE,
          ARPHRD_IP6GRE ->
          true;
      default -> false;
    };
  }
}
