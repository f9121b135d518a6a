package io.udpscope.datapath.bpf.hop;

import io.udpscope.model.MacAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What stands before the IP header of a packet that leaves over Ethernet: destination, source, tags
 * from the outermost to the innermost, EtherType.
 */
final class LinkHeader {
  /** {@code UDPSCOPE_LINK_HEADER} has room for so many. */
  static final int MAX_TAGS = 2;

  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;

  private LinkHeader() {}

  static byte[] of(MacAddress to, MacAddress from, List<VlanTag> tags, boolean ipv6) {
    int bytes = 2 * MacAddress.BYTES + tags.size() * VlanTag.BYTES + Short.BYTES;
    ByteBuffer header = ByteBuffer.allocate(bytes); // network byte order
    header.put(to.bytes()).put(from.bytes());
    for (VlanTag tag : tags) {
      header.putShort((short) tag.protocol()).putShort((short) tag.id());
    }
    return header.putShort((short) (ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4)).array();
  }
}
