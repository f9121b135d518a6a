package io.udpscope.decode;

/** The options of DHCP over IPv6 (RFC 8415, 21 and later) that are commonly met. */
final class Dhcpv6Option {
  private Dhcpv6Option() {}

  static String name(int option) {
    return switch (option) {
      case 1 -> "client id";
      case 2 -> "server id";
      case 3 -> "addresses of an identity";
      case 4 -> "temporary addresses";
      case 5 -> "address";
      case 6 -> "wanted options";
      case 7 -> "preference";
      case 8 -> "elapsed time";
      case 9 -> "relayed message";
      case 11 -> "authentication";
      case 13 -> "status";
      case 14 -> "rapid commit";
      case 15 -> "user class";
      case 16 -> "vendor class";
      case 18 -> "interface id";
      case 23 -> "name servers";
      case 24 -> "domain search";
      case 25 -> "prefixes of an identity";
      case 26 -> "prefix";
      case 39 -> "client's full name";
      default -> "option " + option;
    };
  }
}
