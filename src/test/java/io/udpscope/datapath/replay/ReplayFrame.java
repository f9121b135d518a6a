package io.udpscope.datapath.replay;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Match;
import io.udpscope.model.Traffic;
import java.nio.ByteBuffer;

/** A UDP packet in Ethernet, without VLAN tags, IP options and extension headers. */
record ReplayFrame(ByteBuffer bytes) {
  private static final int ETHERNET = 14;
  private static final int UDP = 8;

  /** One packet of so many bytes. */
  Traffic traffic() {
    return new Traffic(1, bytes.limit());
  }

  /** What is in it. */
  Traffic payload() {
    return new Traffic(1, bytes.limit() - transport() - UDP);
  }

  IpAddress source() {
    return isIpv6() ? address(ETHERNET + 8, 16) : address(ETHERNET + 12, 4);
  }

  boolean isMatchedBy(Match match, String interfaceName) {
    int port = bytes.getShort(transport() + 2) & 0xffff;
    return match.ports().contains(port)
        && match.interfaceName().map(interfaceName::equals).orElse(true)
        && match.source().map(prefix -> prefix.contains(source())).orElse(true)
        && match.destination().map(prefix -> prefix.contains(destination())).orElse(true);
  }

  private IpAddress destination() {
    return isIpv6() ? address(ETHERNET + 24, 16) : address(ETHERNET + 16, 4);
  }

  private boolean isIpv6() {
    return bytes.getShort(12) != 0x0800;
  }

  private int transport() {
    return ETHERNET + (isIpv6() ? 40 : 20);
  }

  private IpAddress address(int from, int length) {
    byte[] address = new byte[length];
    bytes.get(from, address);
    return IpAddress.of(address);
  }
}
