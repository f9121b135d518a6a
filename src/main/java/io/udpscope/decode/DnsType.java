package io.udpscope.decode;

/** Names of DNS record types and classes. */
final class DnsType {
  static final int AAAA = 28;
  static final int OPT = 41;

  /** mDNS: of a question, answer to me alone; of a record, forget others (RFC 6762, 18.12-13). */
  static final int MDNS_BIT = 0x8000;

  private DnsType() {}

  /** IANA's name of a record type, or TYPE and its number as in RFC 3597. */
  static String name(int type) {
    return switch (type) {
      case 1 -> "A";
      case 2 -> "NS";
      case 5 -> "CNAME";
      case 6 -> "SOA";
      case 12 -> "PTR";
      case 13 -> "HINFO";
      case 15 -> "MX";
      case 16 -> "TXT";
      case AAAA -> "AAAA";
      case 33 -> "SRV";
      case 35 -> "NAPTR";
      case 39 -> "DNAME";
      case OPT -> "OPT";
      case 43 -> "DS";
      case 44 -> "SSHFP";
      case 46 -> "RRSIG";
      case 47 -> "NSEC";
      case 48 -> "DNSKEY";
      case 50 -> "NSEC3";
      case 52 -> "TLSA";
      case 64 -> "SVCB";
      case 65 -> "HTTPS";
      case 250 -> "TSIG";
      case 251 -> "IXFR";
      case 252 -> "AXFR";
      case 255 -> "ANY";
      case 257 -> "CAA";
      default -> "TYPE" + type;
    };
  }

  static String className(int dnsClass) {
    return switch (dnsClass) {
      case 1 -> "IN";
      case 3 -> "CH";
      case 4 -> "HS";
      case 254 -> "NONE";
      case 255 -> "ANY";
      default -> "CLASS" + dnsClass;
    };
  }
}
