package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * DNS (RFC 1035), and its link-local kin that share the format: mDNS (RFC 6762) and LLMNR (RFC
 * 4795). One line: {@code query A example.org}, {@code answer A example.org 2 records}.
 */
public final class DnsDecoder implements ProtocolDecoder {
  private static final int DNS = 53;
  private static final int MDNS = 5353;
  private static final int LLMNR = 5355;

  @Override
  public int[] ports() {
    return new int[] {DNS, MDNS, LLMNR};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < DnsHeader.BYTES || !isPlausible(payload, expected)) {
      return Optional.empty();
    }
    boolean response = (payload.u16(DnsHeader.FLAGS) & DnsHeader.RESPONSE) != 0;
    // An unasked announcement, as mDNS has them, speaks of its first record instead.
    boolean named = payload.u16(DnsHeader.QUESTIONS) > 0 || payload.u16(DnsHeader.ANSWERS) > 0;
    DnsName name = named ? DnsName.read(payload, DnsHeader.BYTES) : DnsName.NONE;
    if (name == null || !expected && !isQuestion(payload, name)) {
      return Optional.empty();
    }
    String protocol = protocol(payload);
    StringBuilder text = new StringBuilder(64).append(operation(payload, response));
    if (named) {
      appendSubject(text, payload, name, protocol.equals("mdns"));
    }
    if (response) {
      appendOutcome(text, payload);
    }
    return Optional.of(new Summary(protocol, text.toString()));
  }

  private static boolean isPlausible(Payload payload, boolean expected) {
    int flags = payload.u16(DnsHeader.FLAGS);
    if (!DnsHeader.isKnownOpcode(flags)) {
      return false;
    }
    boolean reservedBitIsZero = (flags & 0x40) == 0;
    return expected
        || reservedBitIsZero
            && DnsHeader.opcode(flags) == 0
            && DnsHeader.isKnownResponseCode(flags)
            && payload.u16(DnsHeader.QUESTIONS) == 1
            && payload.u16(DnsHeader.ANSWERS) < 64
            && payload.u16(DnsHeader.AUTHORITY) < 64
            && payload.u16(DnsHeader.ADDITIONAL) < 64;
  }

  /** A whole question of a type that has a name, about the Internet: random bytes hardly are. */
  private static boolean isQuestion(Payload payload, DnsName name) {
    if (name.isCut() || !payload.holds(name.end(), 4)) {
      return false;
    }
    int type = payload.u16(name.end());
    return payload.u16(name.end() + 2) == 1 && !DnsType.name(type).startsWith("TYPE");
  }

  private static String operation(Payload payload, boolean response) {
    int flags = payload.u16(DnsHeader.FLAGS);
    String opcode = DnsHeader.opcodeName(flags);
    if (!response) {
      return opcode;
    }
    return DnsHeader.opcode(flags) == 0 ? "answer" : opcode + " answer";
  }

  /** What is asked, and in mDNS whether the answer shall go to the asker alone: {@code QU}. */
  private static void appendSubject(
      StringBuilder text, Payload payload, DnsName name, boolean mdns) {
    boolean typed = !name.isCut() && payload.holds(name.end(), 2);
    if (typed) {
      text.append(' ').append(DnsType.name(payload.u16(name.end())));
    }
    text.append(' ').append(name.text());
    int questions = payload.u16(DnsHeader.QUESTIONS);
    boolean classed = mdns && questions > 0 && typed && payload.holds(name.end() + 2, 2);
    if (classed && (payload.u16(name.end() + 2) & DnsType.MDNS_BIT) != 0) {
      text.append(" QU");
    }
    if (questions > 1) {
      text.append(" and ").append(questions - 1).append(" more");
    }
  }

  private static void appendOutcome(StringBuilder text, Payload payload) {
    int flags = payload.u16(DnsHeader.FLAGS);
    int code = flags & 0xf;
    int records = payload.u16(DnsHeader.ANSWERS);
    if (code == 0 || records > 0) {
      text.append(' ').append(records).append(records == 1 ? " record" : " records");
    }
    if (code != 0) {
      text.append(' ').append(DnsHeader.responseCode(flags));
    }
    if ((flags & DnsHeader.TRUNCATED) != 0) {
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

  @Override
  public List<FieldNode> fields(Payload payload) {
    return new DnsFields(payload, protocol(payload)).fields();
  }
}
