package io.udpscope.decode;

/**
 * An option of a CoAP message (RFC 7252, 3.1): its number is told by the difference to the one
 * before.
 *
 * @param start its first byte
 * @param from its value's first byte
 * @param length of its value, bytes
 */
record CoapOption(int number, int start, int from, int length) {
  static final int URI_PATH = 11;
  static final int URI_QUERY = 15;
  private static final int MARKER = 0xff;
  private static final int MAX_TEXT = 255;

  /** Null if there is none. */
  static CoapOption first(Payload payload, int at) {
    return read(payload, at, 0);
  }

  /** Null behind the last one. */
  CoapOption next(Payload payload) {
    return read(payload, end(), number);
  }

  int end() {
    return from + length;
  }

  private static CoapOption read(Payload payload, int at, int before) {
    if (!payload.holds(at, 1) || payload.u8(at) == MARKER) {
      return null;
    }
    int delta = payload.u8(at) >> 4;
    int length = payload.u8(at) & 0xf;
    int afterDelta = at + 1 + extensionBytes(delta);
    int from = afterDelta + extensionBytes(length);
    if (delta == 15 || length == 15 || !payload.holds(at, from - at)) {
      return null;
    }
    int number = before + extended(payload, delta, at + 1);
    return new CoapOption(number, at, from, extended(payload, length, afterDelta));
  }

  private static int extensionBytes(int nibble) {
    return nibble < 13 ? 0 : nibble - 12;
  }

  private static int extended(Payload payload, int nibble, int at) {
    return switch (nibble) {
      case 13 -> 13 + payload.u8(at);
      case 14 -> 269 + payload.u16(at);
      default -> nibble;
    };
  }

  boolean isCaptured(Payload payload) {
    return payload.holds(from, length);
  }

  boolean isText() {
    return switch (number) {
      case 3, 8, URI_PATH, URI_QUERY, 20, 35, 39 -> true;
      default -> false;
    };
  }

  /** Known, not longer than permitted (RFC 7252, 5.10; RFC 7641; RFC 7959), printable if text. */
  boolean isPlausible(Payload payload) {
    boolean inside = from + length <= payload.claimed();
    if (!inside || length > maxLength()) {
      return false;
    }
    return !isText() || payload.isPrintable(from, Math.min(end(), payload.length()), true);
  }

  private int maxLength() {
    return switch (number) {
      case 1, 4, 9 -> 8;
      case 5 -> 0;
      case 6, 23, 27 -> 3;
      case 7, 12, 17 -> 2;
      case 14, 28, 60 -> 4;
      case 3, 8, URI_PATH, URI_QUERY, 20, 39 -> 255;
      case 35 -> 1034;
      case 258 -> 1;
      case 292 -> 8;
      default -> -1;
    };
  }

  private String name() {
    return switch (number) {
      case 1 -> "If-Match";
      case 3 -> "Uri-Host";
      case 4 -> "ETag";
      case 5 -> "If-None-Match";
      case 6 -> "Observe";
      case 7 -> "Uri-Port";
      case 8 -> "Location-Path";
      case 9 -> "OSCORE";
      case URI_PATH -> "Uri-Path";
      case 12 -> "Content-Format";
      case 14 -> "Max-Age";
      case URI_QUERY -> "Uri-Query";
      case 17 -> "Accept";
      case 20 -> "Location-Query";
      case 23 -> "Block2";
      case 27 -> "Block1";
      case 28 -> "Size2";
      case 35 -> "Proxy-Uri";
      case 39 -> "Proxy-Scheme";
      case 60 -> "Size1";
      default -> "option " + number;
    };
  }

  /** A captured value as text. */
  String text(Payload payload) {
    return payload.text(from, from + Math.min(length, MAX_TEXT));
  }

  void addTo(FieldTree tree, Payload payload) {
    if (isCaptured(payload)) {
      tree.add(name(), start, end() - start, value(payload));
    }
  }

  private String value(Payload payload) {
    if (isText()) {
      return text(payload);
    }
    boolean opaque = number == 1 || number == 4 || number == 9 || length > 4;
    if (opaque) {
      return HexText.of(payload, from, Math.min(length, 32)) + (length > 32 ? "…" : "");
    }
    return Long.toString(payload.number(from, length));
  }
}
