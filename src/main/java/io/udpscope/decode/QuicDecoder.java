package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * QUIC packets with a long header (RFC 8999, RFC 9000): {@code v1 initial dcid 8394c8f03e515708},
 * {@code version negotiation v1, v2}. Those with a short header have no shape: they are believed on
 * port 443 only.
 */
public final class QuicDecoder implements ProtocolDecoder {
  private static final int MIN_HEADER = 7;
  private static final int VERSION = 1;
  private static final int DESTINATION = 5;

  /** RFC 9000, 17.2; other versions may have up to 255 bytes, but none in use has. */
  private static final int MAX_ID = 20;

  /** RFC 9001, 5.4.2 lets a packet have no less: a number of 1 byte, 4 more and a tag of 16. */
  private static final int MIN_SHORT = 21;

  private static final long V1 = 1;
  private static final long V2 = 0x6b3343cfL;
  private static final int MAX_OFFERS = 8;
  private static final int RETRY = 3;
  private static final int RETRY_TAG = 16;
  private static final String[] TYPES = {"initial", "0-RTT", "handshake", "retry"};

  @Override
  public int[] ports() {
    return new int[] {443};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < MIN_HEADER) {
      return Optional.empty();
    }
    int first = payload.u8(0);
    if (first < 0x80) {
      boolean shortHeader = expected && first >= 0x40 && payload.claimed() >= MIN_SHORT;
      return shortHeader ? Optional.of(new Summary("quic", "protected")) : Optional.empty();
    }
    long version = payload.u32(VERSION);
    if (!isPlausible(payload, version)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64);
    if (version == 0) {
      text.append("version negotiation");
      appendOffers(text, payload);
    } else {
      text.append(versionName(version));
      if (hasKnownTypes(version)) {
        text.append(' ').append(TYPES[type(first, version)]);
      }
    }
    appendId(text, " dcid ", payload, DESTINATION);
    appendId(text, " scid ", payload, source(payload));
    return Optional.of(new Summary("quic", text.toString()));
  }

  private static boolean isPlausible(Payload payload, long version) {
    if (payload.u8(DESTINATION) > MAX_ID) {
      return false;
    }
    int source = source(payload);
    if (!payload.holds(source, 1) || payload.u8(source) > MAX_ID) {
      return false;
    }
    int end = source + 1 + payload.u8(source);
    if (version == 0) {
      int offers = payload.claimed() - end;
      return offers > 0 && offers % 4 == 0;
    }
    boolean fixedBit = (payload.u8(0) & 0x40) != 0;
    return fixedBit && !versionName(version).isEmpty() && end < payload.claimed();
  }

  private static int source(Payload payload) {
    return DESTINATION + 1 + payload.u8(DESTINATION);
  }

  /** Empty for what is no version that anybody uses. */
  private static String versionName(long version) {
    if (version == V1) {
      return "v1";
    }
    if (version == V2) {
      return "v2";
    }
    if (version >>> 8 == 0xff0000L) {
      return "draft-" + (version & 0xff);
    }
    if (version >>> 8 == 0xfaceb0L) {
      return "mvfst-" + HexText.of(version, 2);
    }
    // Numbers that servers must not know, so that refusing is kept in practice (RFC 9000, 15).
    return (version & 0x0f0f0f0fL) == 0x0a0a0a0aL ? "grease-" + HexText.of(version, 8) : "";
  }

  private static boolean hasKnownTypes(long version) {
    return version == V1 || version == V2 || version >>> 8 == 0xff0000L;
  }

  /** In version 2 the types are numbered otherwise, with retry first (RFC 9369, 3.2). */
  private static int type(int first, long version) {
    int bits = first >> 4 & 3;
    return version == V2 ? bits + 3 & 3 : bits;
  }

  private static void appendOffers(StringBuilder text, Payload payload) {
    int source = source(payload);
    int at = source + 1 + payload.u8(source);
    for (int i = 0; i < MAX_OFFERS && payload.holds(at, 4); i++, at += 4) {
      text.append(i == 0 ? " " : ", ").append(offer(payload.u32(at)));
    }
  }

  private static String offer(long version) {
    String name = versionName(version);
    return name.isEmpty() ? "0x" + HexText.of(version, 8) : name;
  }

  private static void appendId(StringBuilder text, String word, Payload payload, int at) {
    int length = payload.u8(at);
    if (length > 0 && payload.holds(at + 1, length)) {
      text.append(word).append(HexText.of(payload, at + 1, length));
    }
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    if (payload.u8(0) < 0x80) {
      return tree.add("header", 0, 1, "short").rest("protected", 1).fields();
    }
    long version = payload.u32(VERSION);
    tree.add("header", 0, 1, "long");
    if (hasKnownTypes(version)) {
      tree.add("type", 0, 1, TYPES[type(payload.u8(0), version)]);
    }
    tree.read("version", VERSION, 4, number -> number == 0 ? "negotiation" : offer(number));
    int source = source(payload);
    tree.number("destination id length", DESTINATION, 1);
    tree.bytes("destination id", DESTINATION + 1, payload.u8(DESTINATION));
    tree.number("source id length", source, 1);
    tree.bytes("source id", source + 1, payload.u8(source));
    int at = source + 1 + payload.u8(source);
    if (version == 0) {
      for (; payload.holds(at, 4) && !tree.isFull(); at += 4) {
        tree.read("offered version", at, 4, QuicDecoder::offer);
      }
      return tree.fields();
    }
    return hasKnownTypes(version)
        ? behindIds(tree, payload, at, type(payload.u8(0), version))
        : tree.rest("rest", at).fields();
  }

  private static List<FieldNode> behindIds(FieldTree tree, Payload payload, int from, int type) {
    int at = from;
    if (type == RETRY) {
      int tag = payload.length() - RETRY_TAG;
      tree.bytes("token", at, tag - at);
      return tree.bytes("integrity tag", tag, RETRY_TAG).fields();
    }
    if (type == 0) {
      long length = varint(payload, at);
      tree.add("token length", at, varintBytes(payload, at), Long.toString(length));
      at += varintBytes(payload, at);
      if (length < 0 || length > payload.length()) {
        return tree.fields();
      }
      tree.bytes("token", at, (int) length);
      at += (int) length;
    }
    long length = varint(payload, at);
    int bytes = varintBytes(payload, at);
    tree.add("length", at, bytes, Long.toString(length));
    at += bytes;
    if (length < 0 || length >= payload.length() - at) {
      return tree.rest("protected", at).fields();
    }
    tree.bytes("protected", at, (int) length);
    return tree.rest("more packets", at + (int) length).fields();
  }

  /** A number of 1, 2, 4 or 8 bytes, as its first two bits say (RFC 9000, 16); -1 if cut. */
  private static long varint(Payload payload, int at) {
    int bytes = varintBytes(payload, at);
    if (!payload.holds(at, bytes)) {
      return -1;
    }
    return payload.number(at, bytes) & (1L << (8 * bytes - 2)) - 1;
  }

  private static int varintBytes(Payload payload, int at) {
    return payload.holds(at, 1) ? 1 << (payload.u8(at) >> 6) : 1;
  }
}
