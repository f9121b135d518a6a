package io.udpscope.decode;

import java.time.Instant;

/** The sets of a NetFlow v9 (RFC 3954, 5) or IPFIX (RFC 7011, 3) message. */
final class FlowSets {
  static final int V9 = 9;
  static final int IPFIX = 10;
  static final int IPFIX_HEADER = 16;
  private static final int V9_HEADER = 20;
  private static final int SET_HEADER = 4;
  private static final int FIRST_DATA = 256;
  private static final int ENTERPRISE = 0x8000;
  private static final int MAX_SHOWN = 4;

  private FlowSets() {}

  private static boolean isIpfix(Payload payload) {
    return payload.u16(0) == IPFIX;
  }

  private static int header(Payload payload) {
    return isIpfix(payload) ? IPFIX_HEADER : V9_HEADER;
  }

  /** Sets of a known kind fill the message, as far as it was captured. */
  static boolean areSets(Payload payload) {
    if (isIpfix(payload) && payload.u16(2) != payload.claimed()) {
      return false;
    }
    int at = header(payload);
    if (at == payload.claimed()) {
      return isIpfix(payload);
    }
    while (payload.holds(at, SET_HEADER)) {
      if (kind(payload, at).isEmpty() || payload.u16(at + 2) < SET_HEADER) {
        return false;
      }
      at += payload.u16(at + 2);
    }
    return at > header(payload) && (payload.isCut() || at == payload.claimed());
  }

  /** What a set holds, or "" for numbers that nothing has. */
  private static String kind(Payload payload, int at) {
    int id = payload.u16(at);
    int template = isIpfix(payload) ? 2 : 0;
    if (id == template) {
      return "template";
    }
    if (id == template + 1) {
      return "options template";
    }
    return id >= FIRST_DATA ? "data" : "";
  }

  static String text(Payload payload) {
    boolean ipfix = isIpfix(payload);
    int source = ipfix ? 12 : 16;
    StringBuilder text = new StringBuilder(64).append(ipfix ? "domain " : "v9 source ");
    text.append(payload.holds(source, 4) ? payload.u32(source) : 0);
    int at = header(payload);
    for (int shown = 0; shown < MAX_SHOWN && payload.holds(at, SET_HEADER + 2); shown++) {
      boolean data = payload.u16(at) >= FIRST_DATA;
      text.append(' ').append(kind(payload, at)).append(' ');
      text.append(payload.u16(data ? at : at + SET_HEADER));
      at += payload.u16(at + 2);
    }
    return text.toString();
  }

  /** Seconds from 1970 as a date. */
  static String time(long seconds) {
    return Instant.ofEpochSecond(seconds).toString();
  }

  static void fields(FieldTree tree, Payload payload) {
    if (isIpfix(payload)) {
      tree.number("length", 2, 2).read("time", 4, 4, FlowSets::time);
      tree.number("sequence", 8, 4).number("domain", 12, 4);
    } else {
      tree.number("records", 2, 2).read("up time", 4, 4, millis -> millis + " ms");
      tree.read("time", 8, 4, FlowSets::time).number("sequence", 12, 4).number("source", 16, 4);
    }
    int at = header(payload);
    while (payload.holds(at, SET_HEADER) && !tree.isFull()) {
      int length = Math.max(SET_HEADER, payload.u16(at + 2));
      set(tree, payload, at, Math.min(payload.length(), at + length));
      at += length;
    }
  }

  private static void set(FieldTree tree, Payload payload, int at, int end) {
    String kind = kind(payload, at);
    tree.open(kind, at, end - at, kind.equals("data") ? "of template " + payload.u16(at) : "");
    tree.number("set", at, 2).number("length", at + 2, 2);
    if (kind.equals("template")) {
      templates(tree, payload, at + SET_HEADER, end);
    } else {
      tree.bytes("records", at + SET_HEADER, end - at - SET_HEADER);
    }
    tree.close();
  }

  private static void templates(FieldTree tree, Payload payload, int from, int end) {
    int at = from;
    while (at + 4 <= end && !tree.isFull()) {
      int count = payload.u16(at + 2);
      tree.number("template", at, 2).number("fields", at + 2, 2);
      at += 4;
      for (int i = 0; i < count && at + 4 <= end && !tree.isFull(); i++) {
        at = templateField(tree, payload, at);
      }
    }
  }

  /** An element of IANA's, or one of an enterprise, whose number follows then. */
  private static int templateField(FieldTree tree, Payload payload, int at) {
    int id = payload.u16(at);
    boolean enterprise = isIpfix(payload) && (id & ENTERPRISE) != 0;
    int bytes = enterprise ? 8 : 4;
    String length = payload.u16(at + 2) == 0xffff ? "any" : Integer.toString(payload.u16(at + 2));
    String name = enterprise ? "element " + (id & ~ENTERPRISE) : elementName(id);
    tree.add(name, at, bytes, length + " bytes");
    return at + bytes;
  }

  /** IANA's names of IPFIX's information elements; NetFlow v9 numbers the same ones alike. */
  private static String elementName(int id) {
    return switch (id) {
      case 1 -> "octetDeltaCount";
      case 2 -> "packetDeltaCount";
      case 4 -> "protocolIdentifier";
      case 5 -> "ipClassOfService";
      case 6 -> "tcpControlBits";
      case 7 -> "sourceTransportPort";
      case 8 -> "sourceIPv4Address";
      case 9 -> "sourceIPv4PrefixLength";
      case 10 -> "ingressInterface";
      case 11 -> "destinationTransportPort";
      case 12 -> "destinationIPv4Address";
      case 13 -> "destinationIPv4PrefixLength";
      case 14 -> "egressInterface";
      case 15 -> "ipNextHopIPv4Address";
      case 16 -> "bgpSourceAsNumber";
      case 17 -> "bgpDestinationAsNumber";
      case 21 -> "flowEndSysUpTime";
      case 22 -> "flowStartSysUpTime";
      case 27 -> "sourceIPv6Address";
      case 28 -> "destinationIPv6Address";
      case 61 -> "flowDirection";
      case 136 -> "flowEndReason";
      case 150 -> "flowStartSeconds";
      case 151 -> "flowEndSeconds";
      case 152 -> "flowStartMilliseconds";
      case 153 -> "flowEndMilliseconds";
      default -> "element " + id;
    };
  }
}
