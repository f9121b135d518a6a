package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * DHCP over IPv6 (RFC 8415): {@code SOLICIT}, {@code REPLY 2001:db8::5}, {@code RELAY-FORW of
 * SOLICIT}. A relay's message holds another one, and that perhaps another.
 */
public final class Dhcpv6Decoder implements ProtocolDecoder {
  private static final String[] TYPES = {
    "",
    "SOLICIT",
    "ADVERTISE",
    "REQUEST",
    "CONFIRM",
    "RENEW",
    "REBIND",
    "REPLY",
    "RELEASE",
    "DECLINE",
    "RECONFIGURE",
    "INFORMATION-REQUEST",
    "RELAY-FORW",
    "RELAY-REPL"
  };
  private static final int RELAY_FORWARD = 12;
  private static final int RELAY_HEADER = 34;
  private static final int HEADER = 4;

  private static final int IDENTITY = 3;
  private static final int ADDRESS = 5;
  private static final int STATUS = 13;
  private static final int RELAYED = 9;
  private static final int PREFIXES = 25;
  private static final int PREFIX = 26;

  /** RFC 8415, 7.6: a message passes at most 8 relays. */
  private static final int MAX_DEPTH = 8;

  private static final int LAST_OPTION = 255;

  @Override
  public int[] ports() {
    return new int[] {546, 547};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < HEADER || payload.u8(0) == 0 || payload.u8(0) >= TYPES.length) {
      return Optional.empty();
    }
    if (!expected && !areOptions(payload, options(payload, 0))) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(48).append(TYPES[payload.u8(0)]);
    int message = 0;
    int limit = payload.length();
    for (int depth = 0; depth < MAX_DEPTH && payload.u8(message) >= RELAY_FORWARD; depth++) {
      int relayed = option(payload, options(payload, message), limit, RELAYED);
      if (relayed < 0 || typeName(payload, relayed + 4).isEmpty()) {
        break;
      }
      message = relayed + 4;
      limit = Math.min(limit, message + payload.u16(relayed + 2));
      text.append(" of ").append(typeName(payload, message));
    }
    appendLease(text, payload, options(payload, message), limit);
    return Optional.of(new Summary("dhcpv6", text.toString()));
  }

  private static String typeName(Payload payload, int at) {
    boolean known = payload.holds(at, 1) && payload.u8(at) < TYPES.length;
    return known ? TYPES[payload.u8(at)] : "";
  }

  /** Where a message's options begin. */
  private static int options(Payload payload, int message) {
    return message + (payload.u8(message) >= RELAY_FORWARD ? RELAY_HEADER : HEADER);
  }

  /** At least one, of small numbers, the last of which ends where the datagram ends. */
  private static boolean areOptions(Payload payload, int from) {
    int at = from;
    while (payload.holds(at, 4)) {
      if (payload.u16(at) == 0 || payload.u16(at) > LAST_OPTION) {
        return false;
      }
      at += 4 + payload.u16(at + 2);
    }
    return at > from && (payload.isCut() ? at > payload.length() : at == payload.length());
  }

  /** Where this option begins, or -1. */
  private static int option(Payload payload, int from, int limit, int wanted) {
    for (int at = from; at + 4 <= limit && payload.holds(at, 4); at += 4 + payload.u16(at + 2)) {
      if (payload.u16(at) == wanted) {
        return at;
      }
    }
    return -1;
  }

  /** The first address or prefix that is asked for or given. */
  private static void appendLease(StringBuilder text, Payload payload, int from, int limit) {
    int identity = option(payload, from, limit, IDENTITY);
    int address = identity < 0 ? -1 : option(payload, identity + 16, limit, ADDRESS);
    if (address >= 0 && payload.holds(address + 4, 16)) {
      text.append(' ').append(payload.address(address + 4, 16));
    }
    int prefixes = option(payload, from, limit, PREFIXES);
    int prefix = prefixes < 0 ? -1 : option(payload, prefixes + 16, limit, PREFIX);
    if (prefix >= 0 && payload.holds(prefix + 13, 16)) {
      text.append(' ').append(payload.address(prefix + 13, 16));
      text.append('/').append(payload.u8(prefix + 12));
    }
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    message(tree, payload, 0, payload.length(), 0);
    return tree.fields();
  }

  private static void message(FieldTree tree, Payload payload, int at, int end, int depth) {
    tree.named("message type", at, 1, type -> type < TYPES.length ? TYPES[(int) type] : "");
    if (payload.u8(at) >= RELAY_FORWARD) {
      tree.number("hops", at + 1, 1).address("link", at + 2, 16).address("peer", at + 18, 16);
    } else {
      tree.hex("transaction", at + 1, 3);
    }
    options(tree, payload, options(payload, at), end, depth);
  }

  private static void options(FieldTree tree, Payload payload, int from, int end, int depth) {
    int at = from;
    while (at + 4 <= end && payload.holds(at, 4) && !tree.isFull()) {
      int length = payload.u16(at + 2);
      int optionEnd = Math.min(end, at + 4 + length);
      tree.open(Dhcpv6Option.name(payload.u16(at)), at, optionEnd - at, "");
      tree.number("number", at, 2).number("length", at + 2, 2);
      option(tree, payload, at, optionEnd, depth);
      tree.close();
      at += 4 + length;
    }
  }

  private static void option(FieldTree tree, Payload payload, int at, int end, int depth) {
    int from = at + 4;
    boolean deeper = depth < MAX_DEPTH;
    switch (payload.u16(at)) {
      case IDENTITY, PREFIXES -> {
        tree.hex("identity", from, 4).number("renew after", from + 4, 4);
        tree.number("rebind after", from + 8, 4);
        if (deeper) {
          options(tree, payload, from + 12, end, depth + 1);
        }
      }
      case ADDRESS -> {
        tree.address("address", from, 16).number("preferred for", from + 16, 4);
        tree.number("valid for", from + 20, 4);
      }
      case PREFIX -> {
        tree.number("preferred for", from, 4).number("valid for", from + 4, 4);
        tree.number("prefix length", from + 8, 1).address("prefix", from + 9, 16);
      }
      case STATUS -> tree.number("status", from, 2).text("text", from + 2, end - from - 2);
      case RELAYED -> {
        if (deeper && payload.holds(from, HEADER)) {
          message(tree, payload, from, end, depth + 1);
        }
      }
      case 23 -> {
        for (int i = from; i + 16 <= end; i += 16) {
          tree.address("server", i, 16);
        }
      }
      default -> tree.bytes("value", from, end - from);
    }
  }
}
