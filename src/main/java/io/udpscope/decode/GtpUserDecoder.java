package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * GTP-U (3GPP TS 29.281), what mobile networks carry their users' packets in: {@code G-PDU teid
 * 0x00000001 10.0.0.1:53 > … UDP}, {@code echo request}.
 */
public final class GtpUserDecoder implements ProtocolDecoder {
  private static final int HEADER = 8;
  private static final int OPTIONAL = 4;
  private static final int G_PDU = 255;

  @Override
  public int[] ports() {
    return new int[] {2152};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    boolean fits =
        payload.length() >= HEADER
            && payload.u8(0) >> 4 == 3
            && (payload.u8(0) & 8) == 0
            && payload.u16(2) + HEADER == payload.claimed();
    if (!fits || messageName(payload.u8(1)).isEmpty()) {
      return Optional.empty();
    }
    String teid = " teid 0x" + HexText.of(payload.u32(4), 8);
    String text = messageName(payload.u8(1)) + teid;
    if (payload.u8(1) == G_PDU) {
      text = (text + " " + InnerPacket.ofIp(payload, content(payload))).strip();
    }
    return Optional.of(new Summary("gtp-u", text));
  }

  private static String messageName(long type) {
    return switch ((int) type) {
      case 1 -> "echo request";
      case 2 -> "echo response";
      case 26 -> "error indication";
      case 31 -> "supported extension headers";
      case 253 -> "tunnel status";
      case 254 -> "end marker";
      case G_PDU -> "G-PDU";
      default -> "";
    };
  }

  /** Behind the four optional bytes and the extension headers, each of which says what follows. */
  private static int content(Payload payload) {
    if ((payload.u8(0) & 7) == 0) {
      return HEADER;
    }
    int at = HEADER + OPTIONAL;
    boolean more = (payload.u8(0) & 4) != 0 && isExtended(payload, at);
    while (more) {
      int length = 4 * payload.u8(at);
      at += length;
      more = length > 0 && isExtended(payload, at);
    }
    return at;
  }

  /** The byte before says that an extension header stands here, and it does. */
  private static boolean isExtended(Payload payload, int at) {
    return payload.holds(at - 1, 2) && payload.u8(at - 1) != 0;
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    tree.read("version", 0, 1, first -> Long.toString(first >> 5));
    tree.read(
        "flags", 0, 1, first -> BitNames.of(first, 2, "extensions", "sequence", "n-pdu number"));
    tree.named("message type", 1, 1, GtpUserDecoder::messageName);
    tree.number("length", 2, 2).hex("teid", 4, 4);
    int content = content(payload);
    if (content > HEADER) {
      tree.number("sequence", HEADER, 2).number("n-pdu number", HEADER + 2, 1);
      tree.hex("next extension", HEADER + 3, 1);
      int extensions = HEADER + OPTIONAL;
      if (content > extensions) {
        tree.bytes("extensions", extensions, content - extensions);
      }
    }
    if (payload.u8(1) == G_PDU) {
      InnerPacket.ipFields(tree, payload, content, payload.length());
    } else {
      tree.rest("content", content);
    }
    return tree.fields();
  }
}
