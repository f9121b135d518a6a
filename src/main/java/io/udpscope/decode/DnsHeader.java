package io.udpscope.decode;

/**
 * The first 12 bytes of a DNS message (RFC 1035, 4.1.1), which mDNS and LLMNR share.
 *
 * <pre>
 *   0   2      4          6        8          10          12
 *   | id| flags| questions| answers| authority| additional| …
 * </pre>
 */
final class DnsHeader {
  static final int FLAGS = 2;
  static final int QUESTIONS = 4;
  static final int ANSWERS = 6;
  static final int AUTHORITY = 8;
  static final int ADDITIONAL = 10;
  static final int BYTES = 12;

  static final int RESPONSE = 0x8000;
  static final int TRUNCATED = 0x200;

  private static final String[] OPCODES = {
    "query", "inverse query", "status", "opcode 3", "notify", "update", "stateful"
  };
  private static final String[] RESPONSE_CODES = {
    "NOERROR",
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

  private DnsHeader() {}

  static int opcode(int flags) {
    return flags >> 11 & 0xf;
  }

  static boolean isKnownOpcode(int flags) {
    return opcode(flags) < OPCODES.length;
  }

  static String opcodeName(int flags) {
    return OPCODES[opcode(flags)];
  }

  static boolean isKnownResponseCode(int flags) {
    return (flags & 0xf) < RESPONSE_CODES.length;
  }

  static String responseCode(int flags) {
    return isKnownResponseCode(flags) ? RESPONSE_CODES[flags & 0xf] : "code " + (flags & 0xf);
  }
}
