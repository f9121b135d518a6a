package io.udpscope.datapath;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Target;
import io.udpscope.packets.Frame;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * An interface by which packets may leave.
 *
 * @param mac its own; empty where frames begin with the IP header
 * @param mtu of an IP packet
 * @param refuses the hooks that it takes no frames from
 * @param ipv4 its address: what masquerading takes
 * @param ipv6 the same
 */
record WayOut(
    String interfaceName,
    Optional<MacAddress> mac,
    int mtu,
    Set<TestedHook> refuses,
    IpAddress ipv4,
    IpAddress ipv6) {
  boolean isEthernet() {
    return mac.isPresent();
  }

  IpAddress address(boolean wantsIpv6) {
    return wantsIpv6 ? ipv6 : ipv4;
  }

  /** The link header of a packet for a target that names its next hop. */
  byte[] link(Target target) {
    if (mac.isEmpty()) {
      return new byte[0];
    }
    boolean isIpv6 = target.address().orElseThrow().isIpv6();
    return ByteBuffer.allocate(Frame.ETHERNET_HEADER)
        .put(target.mac().orElseThrow().bytes())
        .put(mac.get().bytes())
        .putShort((short) (isIpv6 ? Frame.TYPE_IPV6 : Frame.TYPE_IPV4))
        .array();
  }
}
