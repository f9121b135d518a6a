package io.udpscope.decode;

import java.util.Locale;

/**
 * One element of ASN.1's Basic Encoding Rules (X.690) in a payload, with a tag of one byte and a
 * definite length, as SNMP has them.
 *
 * @param start index of its tag
 * @param from index of its content
 * @param end index behind its content; may lie behind what was captured, but not behind what holds
 *     it
 */
record Ber(int tag, int start, int from, int end) {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT = 0x06;
  static final int SEQUENCE = 0x30;

  private static final int MAX_OBJECT_BYTES = 128;
  private static final int MAX_OCTETS = 200;

  /**
   * The element at {@code at}.
   *
   * @param limit index behind what holds it
   * @return null if there is none
   */
  static Ber read(Payload payload, int at, int limit) {
    if (at + 2 > limit || !payload.holds(at, 2)) {
      return null;
    }
    int from = at + 2;
    int length = payload.u8(at + 1);
    if (length >= 0x80) {
      int bytes = length & 0x7f;
      if (bytes < 1 || bytes > 3 || !payload.holds(from, bytes)) {
        return null;
      }
      length = (int) payload.number(from, bytes);
      from += bytes;
    }
    return from + length <= limit ? new Ber(payload.u8(at), at, from, from + length) : null;
  }

  /** The element behind this one in the same sequence, or null. */
  Ber next(Payload payload, int limit) {
    return read(payload, end, limit);
  }

  /** The first element in this one, or null. */
  Ber first(Payload payload) {
    return read(payload, from, end);
  }

  int length() {
    return end - from;
  }

  boolean is(int wanted) {
    return tag == wanted;
  }

  boolean isCaptured(Payload payload) {
    return payload.holds(from, length());
  }

  /** A captured integer of at most 8 bytes, with sign; 0 for any other content. */
  long integer(Payload payload) {
    int bytes = length();
    if (bytes < 1 || bytes > 8 || !isCaptured(payload)) {
      return 0;
    }
    int spare = 64 - 8 * bytes;
    return payload.number(from, bytes) << spare >> spare;
  }

  /** What it holds, as text; empty if it was not captured whole. */
  String text(Payload payload) {
    if (!isCaptured(payload)) {
      return "";
    }
    return switch (tag) {
      case INTEGER -> Long.toString(integer(payload));
      case OCTETS -> octets(payload);
      case NULL -> "null";
      case OBJECT -> object(payload);
      case 0x40 -> length() == 4 ? payload.address(from, 4).toString() : hex(payload);
      case 0x41, 0x42, 0x46 -> unsigned(payload);
      case 0x43 -> String.format(Locale.ROOT, "%.2f s", integer(payload) / 100.0);
      case 0x80 -> "no such object";
      case 0x81 -> "no such instance";
      case 0x82 -> "end of view";
      default -> hex(payload);
    };
  }

  /** A counter's first byte is a zero where its first bit would be taken for a sign. */
  private String unsigned(Payload payload) {
    return length() == 9 && payload.u8(from) == 0
        ? Long.toUnsignedString(payload.number(from + 1, 8))
        : Long.toString(integer(payload));
  }

  private String octets(Payload payload) {
    int shown = Math.min(length(), MAX_OCTETS);
    return payload.isPrintable(from, from + shown, true)
        ? payload.text(from, from + shown)
        : hex(payload);
  }

  private String hex(Payload payload) {
    int shown = Math.min(length(), 32);
    return HexText.of(payload, from, shown) + (shown < length() ? "…" : "");
  }

  /** Numbers of base 128, the first one of which is two (X.690, 8.19). */
  private String object(Payload payload) {
    StringBuilder text = new StringBuilder(32);
    long part = 0;
    int limit = Math.min(end, from + MAX_OBJECT_BYTES);
    for (int i = from; i < limit; i++) {
      int b = payload.u8(i);
      part = part << 7 | b & 0x7f;
      if (b < 0x80) {
        appendPart(text, part);
        part = 0;
      }
    }
    return limit < end ? text.append("…").toString() : text.toString();
  }

  private static void appendPart(StringBuilder text, long part) {
    if (text.length() > 0) {
      text.append('.').append(part);
    } else {
      long first = Math.max(0, Math.min(part / 40, 2));
      text.append(first).append('.').append(part - 40 * first);
    }
  }
}
