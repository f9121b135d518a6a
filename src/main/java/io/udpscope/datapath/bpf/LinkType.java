package io.udpscope.datapath.bpf;

/** What an interface puts before the IP header; each has its own program. */
public enum LinkType {
  ETHERNET("udpscope_ethernet"),
  /** Nothing: tun, WireGuard. */
  RAW_IP("udpscope_raw_ip");

  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_LOOPBACK = 772; // has an Ethernet header of zeroes
  private static final int ARPHRD_NONE = 65534;

  private final String program;

  LinkType(String program) {
    this.program = program;
  }

  /** What the names of its programs begin with. */
  String program() {
    return program;
  }

  /**
   * @param hardwareType {@code ARPHRD_…} of linux/if_arp.h
   * @return null if frames of that type are none that the program can read
   */
  static LinkType of(int hardwareType) {
    return switch (hardwareType) {
      case ARPHRD_ETHER, ARPHRD_LOOPBACK -> ETHERNET;
      case ARPHRD_NONE -> RAW_IP;
      default -> null;
    };
  }
}
