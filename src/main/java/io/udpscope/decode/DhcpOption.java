package io.udpscope.decode;

/** The options of DHCP over IPv4 (RFC 2132 and later) that are commonly met. */
final class DhcpOption {
  /** How an option is written. */
  enum Kind {
    ADDRESSES,
    TEXT,
    SECONDS,
    BYTES
  }

  private DhcpOption() {}

  static Kind kind(int option) {
    return switch (option) {
      case 1, 3, 6, 28, 42, 44, 50, 54 -> Kind.ADDRESSES;
      case 12, 14, 15, 17, 40, 56, 60, 62, 66, 67 -> Kind.TEXT;
      case 51, 58, 59 -> Kind.SECONDS;
      default -> Kind.BYTES;
    };
  }

  static String name(int option) {
    return switch (option) {
      case 1 -> "subnet mask";
      case 3 -> "router";
      case 6 -> "name server";
      case 12 -> "host name";
      case 15 -> "domain name";
      case 26 -> "interface MTU";
      case 28 -> "broadcast address";
      case 42 -> "time server";
      case 43 -> "vendor's own";
      case 50 -> "requested address";
      case 51 -> "lease time";
      case 53 -> "message type";
      case 54 -> "server";
      case 55 -> "wanted options";
      case 56 -> "message";
      case 57 -> "maximum size";
      case 58 -> "renewal time";
      case 59 -> "rebinding time";
      case 60 -> "vendor class";
      case 61 -> "client id";
      case 66 -> "boot server";
      case 67 -> "boot file";
      case 81 -> "client's full name";
      case 82 -> "relay agent";
      case 119 -> "domain search";
      case 121 -> "static routes";
      default -> "option " + option;
    };
  }
}
