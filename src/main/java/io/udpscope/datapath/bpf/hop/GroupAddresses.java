package io.udpscope.datapath.bpf.hop;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;

/** Ethernet addresses that follow from the IP address alone, so that nobody is asked for them. */
final class GroupAddresses {
  static final MacAddress BROADCAST = MacAddress.parse("ff:ff:ff:ff:ff:ff");

  private GroupAddresses() {}

  static boolean isGroup(IpAddress address) {
    return address.isIpv6() ? address.byteAt(0) == 0xff : address.byteAt(0) >> 4 == 0xe;
  }

  /** Of a multicast group (RFC 1112, 6.4; RFC 2464, 7). */
  static MacAddress mac(IpAddress group) {
    byte[] of = group.bytes();
    return MacAddress.of(
        group.isIpv6()
            ? new byte[] {0x33, 0x33, of[12], of[13], of[14], of[15]}
            : new byte[] {1, 0, 0x5e, (byte) (of[1] & 0x7f), of[2], of[3]});
  }
}
