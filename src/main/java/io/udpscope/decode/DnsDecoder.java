package io.udpscope.decode;

import java.util.Optional;

/**
 * DNS (RFC 1035), and its link-local kin that share the format: mDNS (RFC 6762) and LLMNR (RFC
 * 4795). One line: {@code query A example.org}, {@code answer A example.org 2 records}.
 */
public final class DnsDecoder implements ProtocolDecoder {
  private static final int DNS = 53;
  private static final int MDNS = 5353;
  private static final int LLMNR = 5355;

  private static final int HEADER = 12;
  private static final int RESPONSE = 0x8000;
  private static final int MAX_KNOWN_OPCODE = 6;
  private static final String[] OPCODES = {
    "query", "inverse query", "status", "opcode 3", "notify", "update", "stateful"
  };
  private static final String[] RESPONSE_CODES = {
    "",
    "FORMERR",
    "SERVFAIL",
    "NXDOMAIN",
    "NOTIMP",
    "REFUSED",
    "YXDOMAIN",
    "YXRRSET",
    "NXRRSET",
    "NOTAUTH",
    "NOTZONE"
  };

  @Override
  public int[] ports() {
    return new int[] {DNS, MDNS, LLMNR};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < HEADER || !isPlausible(payload, expected)) {
      return Optional.empty();
    }
    boolean response = (payload.u16(2) & RESPONSE) != 0;
    // An unasked announcement, as mDNS has them, speaks of its first record instead.
    boolean named = payload.u16(4) > 0 || payload.u16(6) > 0;
    DnsName name = named ? DnsName.read(payload, HEADER) : DnsName.NONE;
    if (name == null || !expected && !isQuestion(payload, name)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64).append(operation(payload, response));
    if (named) {
      if (!name.isCut() && name.end() + 2 <= payload.length()) {
        text.append(' ').append(typeName(payload.u16(name.end())));
      }
      text.append(' ').append(name.text());
    }
    if (response) {
      appendOutcome(text, payload);
    }
    return Optional.of(new Summary(protocol(payload), text.toString()));
  }

  private static boolean isPlausible(Payload payload, boolean expected) {
    int flags = payload.u16(2);
    if ((flags >> 11 & 0xf) > MAX_KNOWN_OPCODE) {
      return false;
    }
    boolean reservedBitIsZero = (flags & 0x40) == 0;
    return expected
        || reservedBitIsZero
            && (flags >> 11 & 0xf) == 0
            && (flags & 0xf) < RESPONSE_CODES.length
            && payload.u16(4) == 1
            && payload.u16(6) < 64
            && payload.u16(8) < 64
            && payload.u16(10) < 64;
  }

  /** A whole question of a type that has a name, about the Internet: random bytes hardly are. */
  private static boolean isQuestion(Payload payload, DnsName name) {
    if (name.isCut() || name.end() + 4 > payload.length()) {
      return false;
    }
    int type = payload.u16(name.end());
    return payload.u16(name.end() + 2) == 1 && !typeName(type).startsWith("TYPE");
  }

  private static String operation(Payload payload, boolean response) {
    int opcode = payload.u16(2) >> 11 & 0xf;
    if (!response) {
      return OPCODES[opcode];
    }
    return opcode == 0 ? "answer" : OPCODES[opcode] + " answer";
  }

  private static void appendOutcome(StringBuilder text, Payload payload) {
    int flags = payload.u16(2);
    int code = flags & 0xf;
    int records = payload.u16(6);
    if (code == 0 || records > 0) {
      text.append(' ').append(records).append(records == 1 ? " record" : " records");
    }
    if (code != 0) {
      text.append(' ').append(code < RESPONSE_CODES.length ? RESPONSE_CODES[code] : "code " + code);
    }
    if ((flags & 0x200) != 0) {
      text.append(" truncated");
    }
  }

  private static String protocol(Payload payload) {
    if (payload.destinationPort() == MDNS || payload.sourcePort() == MDNS) {
      return "mdns";
    }
    boolean linkLocal = payload.destinationPort() == LLMNR || payload.sourcePort() == LLMNR;
    return linkLocal ? "llmnr" : "dns";
  }

  /** IANA's name of a record type, or TYPE and its number as in RFC 3597. */
  private static String typeName(int type) {
    return switch (type) {
      case 1 -> "A";
      case 2 -> "NS";
      case 5 -> "CNAME";
      case 6 -> "SOA";
      case 12 -> "PTR";
      case 15 -> "MX";
      case 16 -> "TXT";
      case 28 -> "AAAA";
      case 33 -> "SRV";
      case 35 -> "NAPTR";
      case 39 -> "DNAME";
      case 41 -> "OPT";
      case 43 -> "DS";
      case 46 -> "RRSIG";
      case 47 -> "NSEC";
      case 48 -> "DNSKEY";
      case 50 -> "NSEC3";
      case 52 -> "TLSA";
      case 64 -> "SVCB";
      case 65 -> "HTTPS";
      case 251 -> "IXFR";
      case 252 -> "AXFR";
      case 255 -> "ANY";
      case 257 -> "CAA";
      default -> "TYPE" + type;
    };
  }
}
