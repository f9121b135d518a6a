package io.udpscope.decode;

import io.udpscope.model.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * STUN (RFC 8489) and TURN (RFC 8656): {@code binding success 192.0.2.1:4000}, {@code allocate
 * error 401 Unauthorized}; on their port TURN's channel data, too.
 */
public final class StunDecoder implements ProtocolDecoder {
  private static final int HEADER = 20;
  private static final long MAGIC_COOKIE = 0x2112a442L;
  private static final String[] CLASSES = {"request", "indication", "success", "error"};

  private static final int MAPPED_ADDRESS = 0x0001;
  private static final int USERNAME = 0x0006;
  private static final int ERROR_CODE = 0x0009;
  private static final int XOR_PEER_ADDRESS = 0x0012;
  private static final int REALM = 0x0014;
  private static final int XOR_RELAYED_ADDRESS = 0x0016;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int SOFTWARE = 0x8022;

  @Override
  public int[] ports() {
    return new int[] {3478};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (isMessage(payload)) {
      return Optional.of(new Summary("stun", text(payload)));
    }
    if (expected && isChannelData(payload)) {
      String bytes = payload.u16(2) + " bytes";
      return Optional.of(
          new Summary("turn", "channel 0x" + HexText.of(payload.u16(0), 4) + " data " + bytes));
    }
    return Optional.empty();
  }

  private static boolean isMessage(Payload payload) {
    return payload.length() >= HEADER
        && payload.u8(0) >> 6 == 0
        && payload.u32(4) == MAGIC_COOKIE
        && payload.u16(2) % 4 == 0
        && payload.u16(2) + HEADER == payload.claimed();
  }

  /** RFC 8656, 12.4: a channel's number, a length, and over UDP perhaps padding. */
  private static boolean isChannelData(Payload payload) {
    return payload.length() >= 4
        && payload.u8(0) >> 4 == 4
        && payload.u16(2) + 4 <= payload.claimed()
        && payload.u16(2) + 8 > payload.claimed();
  }

  private static String text(Payload payload) {
    StringBuilder text = new StringBuilder(48).append(typeName(payload.u16(0)));
    for (int at = HEADER; payload.holds(at, 4); at = next(payload, at)) {
      int type = payload.u16(at);
      int length = payload.u16(at + 2);
      boolean telling =
          type == XOR_MAPPED_ADDRESS
              || type == MAPPED_ADDRESS
              || type == ERROR_CODE
              || type == XOR_RELAYED_ADDRESS
              || type == USERNAME;
      if (telling && payload.holds(at + 4, length)) {
        return text.append(' ').append(value(payload, type, at + 4, length)).toString();
      }
    }
    return text.toString();
  }

  /** Attributes are filled up to four bytes. */
  private static int next(Payload payload, int at) {
    return at + 4 + (payload.u16(at + 2) + 3 & ~3);
  }

  /** The class is spread over bits 4 and 8 (RFC 8489, 5). */
  private static String typeName(int type) {
    int method = type & 0xf | type >> 1 & 0x70 | type >> 2 & 0xf80;
    return methodName(method) + " " + CLASSES[type >> 7 & 2 | type >> 4 & 1];
  }

  private static String methodName(int method) {
    return switch (method) {
      case 1 -> "binding";
      case 3 -> "allocate";
      case 4 -> "refresh";
      case 6 -> "send";
      case 7 -> "data";
      case 8 -> "create permission";
      case 9 -> "channel bind";
      default -> "method " + method;
    };
  }

  private static String attributeName(int type) {
    return switch (type) {
      case MAPPED_ADDRESS -> "mapped address";
      case USERNAME -> "username";
      case 0x0008 -> "message integrity";
      case ERROR_CODE -> "error";
      case 0x000a -> "unknown attributes";
      case 0x000c -> "channel number";
      case 0x000d -> "lifetime";
      case XOR_PEER_ADDRESS -> "peer address";
      case 0x0013 -> "data";
      case REALM -> "realm";
      case 0x0015 -> "nonce";
      case XOR_RELAYED_ADDRESS -> "relayed address";
      case 0x0019 -> "requested transport";
      case 0x001c -> "message integrity (SHA-256)";
      case XOR_MAPPED_ADDRESS -> "mapped address (xor)";
      case 0x0024 -> "priority";
      case 0x0025 -> "use candidate";
      case SOFTWARE -> "software";
      case 0x8028 -> "fingerprint";
      case 0x8029 -> "ice controlled";
      case 0x802a -> "ice controlling";
      default -> "attribute 0x" + HexText.of(type, 4);
    };
  }

  /** What a wholly captured attribute holds, or "" if that is best shown as bytes. */
  private static String value(Payload payload, int type, int at, int length) {
    return switch (type) {
      case MAPPED_ADDRESS -> address(payload, at, length, false);
      case XOR_MAPPED_ADDRESS, XOR_PEER_ADDRESS, XOR_RELAYED_ADDRESS ->
          address(payload, at, length, true);
      case ERROR_CODE ->
          length < 4
              ? ""
              : (payload.u8(at + 2) & 7) * 100
                  + payload.u8(at + 3)
                  + " "
                  + payload.text(at + 4, at + Math.min(length, 200));
      case USERNAME, REALM, SOFTWARE -> payload.text(at, at + Math.min(length, 200));
      default -> "";
    };
  }

  /**
   * @param veiled against careless translators: port and address are xored with the magic cookie
   *     and the transaction's number (RFC 8489, 14.2)
   */
  private static String address(Payload payload, int at, int length, boolean veiled) {
    int bytes = length - 4;
    if (bytes != 4 && bytes != 16) {
      return "";
    }
    byte[] address = payload.copy(at + 4, at + 4 + bytes);
    int port = payload.u16(at + 2);
    if (veiled) {
      port ^= payload.u16(4);
      for (int i = 0; i < bytes; i++) {
        address[i] ^= (byte) payload.u8(4 + i);
      }
    }
    String text = IpAddress.of(address).toString();
    return bytes == 4 ? text + ":" + port : "[" + text + "]:" + port;
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    if (!isMessage(payload)) {
      tree.hex("channel", 0, 2).number("length", 2, 2);
      return tree.rest("data", 4).fields();
    }
    tree.read("type", 0, 2, type -> typeName((int) type)).number("length", 2, 2);
    tree.hex("magic cookie", 4, 4).bytes("transaction", 8, 12);
    for (int at = HEADER; payload.holds(at, 4) && !tree.isFull(); at = next(payload, at)) {
      attribute(tree, payload, at);
    }
    return tree.fields();
  }

  private static void attribute(FieldTree tree, Payload payload, int at) {
    int type = payload.u16(at);
    int length = payload.u16(at + 2);
    boolean whole = payload.holds(at + 4, length);
    String value = whole ? value(payload, type, at + 4, length) : "";
    tree.open(attributeName(type), at, 4 + length, value);
    tree.hex("type", at, 2).number("length", at + 2, 2);
    if (value.isEmpty()) {
      tree.bytes("value", at + 4, length);
    } else if (type == ERROR_CODE) {
      tree.read("code", at + 6, 2, code -> Long.toString((code >> 8 & 7) * 100 + (code & 0xff)));
      tree.text("reason", at + 8, length - 4);
    } else {
      tree.add("value", at + 4, length, value);
    }
    tree.close();
  }
}
