package io.udpscope.capture.file;

import io.udpscope.model.Link;
import java.util.Map;
import java.util.Optional;

/** The numbers of link types, as tcpdump.org assigns them. */
final class LinkTypes {
  static final int NULL = 0;
  static final int ETHERNET = 1;
  static final int LOOP = 108;
  static final int LINUX_SLL = 113;
  static final int IPV4 = 228;
  static final int IPV6 = 229;
  static final int LINUX_SLL2 = 276;

  /** Some that a file of UDP may have, for people. */
  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(6, "Token Ring"),
          Map.entry(9, "PPP"),
          Map.entry(10, "FDDI"),
          Map.entry(50, "PPP in HDLC"),
          Map.entry(51, "PPP over Ethernet"),
          Map.entry(104, "Cisco HDLC"),
          Map.entry(105, "IEEE 802.11"),
          Map.entry(107, "Frame Relay"),
          Map.entry(109, "OpenBSD encapsulation"),
          Map.entry(117, "OpenBSD packet filter log"),
          Map.entry(119, "IEEE 802.11 with a Prism header"),
          Map.entry(127, "IEEE 802.11 with radiotap"),
          Map.entry(189, "USB of Linux"),
          Map.entry(195, "IEEE 802.15.4"),
          Map.entry(220, "USB of Linux, padded"),
          Map.entry(239, "netfilter log"),
          Map.entry(249, "USBPcap"),
          Map.entry(252, "Wireshark's upper PDU"),
          Map.entry(253, "netlink"));

  private LinkTypes() {}

  /** 12 and 14 are DLT_RAW, as some systems number it; 101 is LINKTYPE_RAW. */
  static Optional<Link> link(int linkType) {
    return switch (linkType) {
      case ETHERNET -> Optional.of(Link.ETHERNET);
      case 12, 14, 101, IPV4, IPV6 -> Optional.of(Link.RAW_IP);
      case LINUX_SLL -> Optional.of(Link.LINUX_COOKED);
      case LINUX_SLL2 -> Optional.of(Link.LINUX_COOKED_2);
      case NULL, LOOP -> Optional.of(Link.LOOPBACK);
      default -> Optional.empty();
    };
  }

  /** {@code link type 105 (IEEE 802.11)}. */
  static String describe(int linkType) {
    String name = OTHERS.get(linkType);
    return "link type " + linkType + (name == null ? "" : " (" + name + ")");
  }
}
