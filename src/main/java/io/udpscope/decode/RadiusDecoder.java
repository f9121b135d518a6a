package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/** RADIUS (RFC 2865, RFC 2866, RFC 5176): {@code Access-Request user alice nas 10.0.0.1 id 5}. */
public final class RadiusDecoder implements ProtocolDecoder {
  private static final int HEADER = 20;
  private static final int MAX_BYTES = 4096;
  private static final int USER_NAME = 1;
  private static final int NAS_ADDRESS = 4;
  private static final int REPLY_MESSAGE = 18;

  @Override
  public int[] ports() {
    return new int[] {1812, 1813, 1645, 1646, 3799};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    boolean fits =
        payload.length() >= HEADER
            && payload.u16(2) >= HEADER
            && payload.u16(2) <= MAX_BYTES
            && (expected ? payload.u16(2) <= payload.claimed() : isExact(payload));
    if (!fits || codeName(payload.u8(0)).isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64).append(codeName(payload.u8(0)));
    appendText(text, " user ", payload, USER_NAME);
    int nas = attribute(payload, NAS_ADDRESS);
    if (nas >= 0 && payload.u8(nas + 1) == 6) {
      text.append(" nas ").append(payload.address(nas + 2, 4));
    }
    appendText(text, " says ", payload, REPLY_MESSAGE);
    text.append(" id ").append(payload.u8(1));
    return Optional.of(new Summary("radius", text.toString()));
  }

  /** The length is the datagram's, and attributes fill it. */
  private static boolean isExact(Payload payload) {
    if (payload.u16(2) != payload.claimed()) {
      return false;
    }
    int at = HEADER;
    while (payload.holds(at, 2)) {
      if (payload.u8(at) == 0 || payload.u8(at + 1) < 2) {
        return false;
      }
      at += payload.u8(at + 1);
    }
    return payload.isCut() || at == payload.claimed();
  }

  private static String codeName(long code) {
    return switch ((int) code) {
      case 1 -> "Access-Request";
      case 2 -> "Access-Accept";
      case 3 -> "Access-Reject";
      case 4 -> "Accounting-Request";
      case 5 -> "Accounting-Response";
      case 11 -> "Access-Challenge";
      case 12 -> "Status-Server";
      case 13 -> "Status-Client";
      case 40 -> "Disconnect-Request";
      case 41 -> "Disconnect-ACK";
      case 42 -> "Disconnect-NAK";
      case 43 -> "CoA-Request";
      case 44 -> "CoA-ACK";
      case 45 -> "CoA-NAK";
      default -> "";
    };
  }

  /** Where the first attribute of this type begins, if all of it was captured, or -1. */
  private static int attribute(Payload payload, int wanted) {
    int end = Math.min(payload.u16(2), payload.length());
    for (int at = HEADER; isAttribute(payload, at, end); at += payload.u8(at + 1)) {
      if (payload.u8(at) == wanted) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isAttribute(Payload payload, int at, int end) {
    return at + 2 <= end && payload.u8(at + 1) >= 2 && at + payload.u8(at + 1) <= end;
  }

  private static void appendText(StringBuilder text, String word, Payload payload, int wanted) {
    int at = attribute(payload, wanted);
    if (at >= 0) {
      text.append(word).append(payload.text(at + 2, at + payload.u8(at + 1)));
    }
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload).named("code", 0, 1, RadiusDecoder::codeName);
    tree.number("id", 1, 1).number("length", 2, 2).bytes("authenticator", 4, 16);
    int end = Math.min(payload.u16(2), payload.length());
    int at = HEADER;
    for (; isAttribute(payload, at, end) && !tree.isFull(); at += payload.u8(at + 1)) {
      RadiusAttribute.addTo(tree, payload, at);
    }
    return tree.fields();
  }
}
