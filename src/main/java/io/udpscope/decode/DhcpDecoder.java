package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * DHCP over IPv4 (RFC 2131): {@code DISCOVER 02:42:ac:11:00:02 wants 10.0.0.5 host web-3}, {@code
 * ACK 02:42:ac:11:00:02 gets 10.0.0.5 from 10.0.0.1}; without a message type it is BOOTP.
 */
public final class DhcpDecoder implements ProtocolDecoder {
  private static final int COOKIE = 236;
  private static final int OPTIONS = 240;
  private static final long MAGIC_COOKIE = 0x63825363L;
  private static final int CLIENT_ADDRESS = 12;
  private static final int YOUR_ADDRESS = 16;
  private static final int HARDWARE_ADDRESS = 28;

  private static final int PAD = 0;
  private static final int HOST_NAME = 12;
  private static final int REQUESTED_ADDRESS = 50;
  private static final int MESSAGE_TYPE = 53;
  private static final int SERVER = 54;
  private static final int END = 255;

  private static final String[] TYPES = {
    "", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM"
  };

  @Override
  public int[] ports() {
    return new int[] {67, 68};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < OPTIONS
        || payload.u8(0) < 1
        || payload.u8(0) > 2
        || payload.u8(2) > 16
        || payload.u32(COOKIE) != MAGIC_COOKIE) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(80).append(messageName(payload)).append(' ');
    appendHardwareAddress(text, payload);
    if (payload.u8(0) == 2) {
      appendAddress(text, " gets ", payload, YOUR_ADDRESS, 4);
      appendOption(text, " from ", payload, SERVER);
    } else {
      appendAddress(text, " has ", payload, CLIENT_ADDRESS, 4);
      appendOption(text, " wants ", payload, REQUESTED_ADDRESS);
    }
    int name = option(payload, HOST_NAME);
    if (name >= 0) {
      int from = name + 2;
      text.append(" host ").append(payload.text(from, from + payload.u8(name + 1)));
    }
    return Optional.of(new Summary("dhcp", text.toString()));
  }

  private static String messageName(Payload payload) {
    int option = option(payload, MESSAGE_TYPE);
    if (option < 0 || payload.u8(option + 1) != 1) {
      return payload.u8(0) == 1 ? "BOOTP request" : "BOOTP reply";
    }
    String name = typeName(payload.u8(option + 2));
    return name.isEmpty() ? "type " + payload.u8(option + 2) : name;
  }

  private static String typeName(long type) {
    return type < TYPES.length ? TYPES[(int) type] : "";
  }

  private static void appendHardwareAddress(StringBuilder text, Payload payload) {
    for (int i = 0; i < payload.u8(2); i++) {
      text.append(i == 0 ? "" : ":");
      HexText.append(text, payload.u8(HARDWARE_ADDRESS + i), 2);
    }
  }

  private static void appendOption(StringBuilder text, String word, Payload payload, int wanted) {
    int option = option(payload, wanted);
    if (option >= 0) {
      appendAddress(text, word, payload, option + 2, payload.u8(option + 1));
    }
  }

  /** 0.0.0.0 stands for no address. */
  private static void appendAddress(
      StringBuilder text, String word, Payload payload, int at, int bytes) {
    if (bytes == 4 && payload.holds(at, 4) && payload.u32(at) != 0) {
      text.append(word).append(payload.address(at, 4));
    }
  }

  /** Where the first option of this number begins, if all of it was captured, or -1. */
  private static int option(Payload payload, int wanted) {
    int at = OPTIONS;
    while (payload.holds(at, 2) && payload.u8(at) != END) {
      if (payload.u8(at) == wanted) {
        return payload.holds(at + 2, payload.u8(at + 1)) ? at : -1;
      }
      at = next(payload, at);
    }
    return -1;
  }

  private static int next(Payload payload, int at) {
    return payload.u8(at) == PAD ? at + 1 : at + 2 + payload.u8(at + 1);
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    tree.named("operation", 0, 1, operation -> operation == 1 ? "request" : "reply");
    tree.number("hardware type", 1, 1).number("hardware length", 2, 1).number("hops", 3, 1);
    tree.hex("transaction", 4, 4).read("since start", 8, 2, seconds -> seconds + " s");
    tree.read("flags", 10, 2, flags -> BitNames.of(flags, 15, "broadcast"));
    tree.address("client address", CLIENT_ADDRESS, 4).address("your address", YOUR_ADDRESS, 4);
    tree.address("next server", 20, 4).address("relay", 24, 4);
    StringBuilder hardware = new StringBuilder(17);
    appendHardwareAddress(hardware, payload);
    tree.add("hardware address", HARDWARE_ADDRESS, payload.u8(2), hardware.toString());
    fixedText(tree, payload, "server name", 44, 64);
    fixedText(tree, payload, "boot file", 108, 128);
    tree.hex("magic cookie", COOKIE, 4);
    int at = OPTIONS;
    while (payload.holds(at, 2) && payload.u8(at) != END && !tree.isFull()) {
      if (payload.u8(at) != PAD) {
        option(tree, payload, at);
      }
      at = next(payload, at);
    }
    return tree.fields();
  }

  private static void fixedText(
      FieldTree tree, Payload payload, String label, int from, int length) {
    int end = payload.indexOf(0, from, from + length);
    if (end > from) {
      tree.text(label, from, end - from);
    }
  }

  private static void option(FieldTree tree, Payload payload, int at) {
    int length = payload.u8(at + 1);
    int from = at + 2;
    int option = payload.u8(at);
    String label = DhcpOption.name(option);
    if (option == MESSAGE_TYPE && length == 1) {
      tree.named(label, from, 1, DhcpDecoder::typeName);
      return;
    }
    switch (DhcpOption.kind(option)) {
      case ADDRESSES -> addresses(tree, payload, label, from, length);
      case TEXT -> tree.text(label, from, length);
      case SECONDS -> tree.read(label, from, Math.min(length, 4), seconds -> seconds + " s");
      case BYTES -> tree.bytes(label, from, length);
    }
  }

  private static void addresses(
      FieldTree tree, Payload payload, String label, int from, int length) {
    for (int at = from; at + 4 <= from + length && payload.holds(at, 4); at += 4) {
      tree.address(label, at, 4);
    }
  }
}
