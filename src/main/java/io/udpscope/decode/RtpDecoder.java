package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * RTP (RFC 3550), which mostly has no port of its own: version 2, a payload type that is in use, no
 * contributing sources, an even port (section 11). {@code PCMU seq 7 time 1120 ssrc 1f2e3d4c}.
 */
public final class RtpDecoder implements ProtocolDecoder {
  private static final int HEADER = 12;
  private static final int FIRST_USER_PORT = 1024;
  private static final int FIRST_DYNAMIC_TYPE = 96;
  private static final int LAST_STATIC_TYPE = 34;

  @Override
  public int[] ports() {
    return new int[] {5004};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < HEADER || payload.u8(0) >> 6 != 2) {
      return Optional.empty();
    }
    int type = payload.u8(1) & 0x7f;
    if (type > LAST_STATIC_TYPE && type < FIRST_DYNAMIC_TYPE
        || !expected && !isPlausible(payload)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64).append(typeName(type));
    text.append(" seq ").append(payload.u16(2)).append(" time ").append(payload.u32(4));
    String ssrc = Long.toHexString(payload.u32(8));
    text.append(" ssrc ").append("0".repeat(8 - ssrc.length())).append(ssrc);
    if ((payload.u8(1) & 0x80) != 0) {
      text.append(" mark");
    }
    return Optional.of(new Summary("rtp", text.toString()));
  }

  /** Of random datagrams one in 1,400 is: version 2, no more than a header, a type with a name. */
  private static boolean isPlausible(Payload payload) {
    int type = payload.u8(1) & 0x7f;
    boolean mediaPort =
        payload.destinationPort() % 2 == 0
            && payload.destinationPort() >= FIRST_USER_PORT
            && payload.sourcePort() >= FIRST_USER_PORT;
    boolean named = type >= FIRST_DYNAMIC_TYPE || !typeName(type).startsWith("type");
    return mediaPort && named && isPlainHeader(payload) && payload.claimed() > HEADER;
  }

  /** Neither padding nor contributing sources, and an extension only if it fits. */
  private static boolean isPlainHeader(Payload payload) {
    return switch (payload.u8(0)) {
      case 0x80 -> true;
      case 0x90 ->
          payload.holds(HEADER, 4) && HEADER + 4 + 4 * payload.u16(HEADER + 2) < payload.claimed();
      default -> false;
    };
  }

  /** RFC 3550, 5.1 and 5.3.1. */
  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    int contributors = payload.u8(0) & 0xf;
    boolean extended = (payload.u8(0) & 0x10) != 0;
    tree.read("version", 0, 1, first -> Long.toString(first >> 6));
    tree.read("flags", 0, 2, RtpDecoder::flags);
    tree.read("payload type", 1, 1, second -> typeName((int) second & 0x7f));
    tree.number("sequence number", 2, 2).number("timestamp", 4, 4).hex("ssrc", 8, 4);
    int at = HEADER;
    for (int i = 0; i < contributors; i++) {
      tree.hex("contributing source", at, 4);
      at += 4;
    }
    if (extended && payload.holds(at, 4)) {
      int words = payload.u16(at + 2);
      tree.open("extension", at, 4 + 4 * words, words + " words");
      tree.hex("profile", at, 2).number("length", at + 2, 2);
      tree.bytes("data", at + 4, 4 * words).close();
      at += 4 + 4 * words;
    }
    return tree.rest("media", at).fields();
  }

  private static String flags(long firstTwoBytes) {
    String padding = (firstTwoBytes & 0x2000) != 0 ? "padding " : "";
    String extension = (firstTwoBytes & 0x1000) != 0 ? "extension " : "";
    String mark = (firstTwoBytes & 0x80) != 0 ? "mark" : "";
    String flags = (padding + extension + mark).strip();
    return flags.isEmpty() ? "none" : flags;
  }

  /** The static types of RFC 3551, section 6, that are still met. */
  private static String typeName(int type) {
    return switch (type) {
      case 0 -> "PCMU";
      case 3 -> "GSM";
      case 4 -> "G723";
      case 8 -> "PCMA";
      case 9 -> "G722";
      case 10, 11 -> "L16";
      case 13 -> "CN";
      case 14 -> "MPA";
      case 18 -> "G729";
      case 26 -> "JPEG";
      case 31 -> "H261";
      case 32 -> "MPV";
      case 33 -> "MP2T";
      case 34 -> "H263";
      default -> "type " + type;
    };
  }
}
