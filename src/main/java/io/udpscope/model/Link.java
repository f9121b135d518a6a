package io.udpscope.model;

/**
 * What stands before the IP header of a captured frame. The program meets the first two; the others
 * come out of files.
 */
public enum Link {
  /** IEEE 802.3, with VLAN tags if there are some. */
  ETHERNET(14),
  /** Nothing: tun, WireGuard. */
  RAW_IP(0),
  /** LINKTYPE_LINUX_SLL: 16 bytes, of which the last two are an EtherType. */
  LINUX_COOKED(16),
  /** LINKTYPE_LINUX_SLL2: 20 bytes, of which the first two are an EtherType. */
  LINUX_COOKED_2(20),
  /** LINKTYPE_NULL and LINKTYPE_LOOP: an address family, 4 bytes in either order. */
  LOOPBACK(4);

  private final int bytes;

  Link(int bytes) {
    this.bytes = bytes;
  }

  /** Length of the header, without VLAN tags, which stand behind it; Ethernet's with its type. */
  public int bytes() {
    return bytes;
  }
}
