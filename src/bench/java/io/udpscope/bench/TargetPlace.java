package io.udpscope.bench;

/** Where the target is. */
enum TargetPlace {
  /** The clients' link ends at it: no host is between. */
  LINK_END(ForwardingNetwork.TARGET_ADDRESS),
  /** On a link of our host's. */
  BEYOND_HOST(ForwardingNetwork.TARGET_ADDRESS),
  /** On our host itself, on loopback. */
  LOOPBACK("127.0.0.1");

  private final String address;

  TargetPlace(String address) {
    this.address = address;
  }

  /** By which our host sends to it. */
  String address() {
    return address;
  }

  /** Address and port by which our host sends to it. */
  String endpoint() {
    return address + ":" + ForwardingNetwork.TARGET_PORT;
  }
}
