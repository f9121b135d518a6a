package io.udpscope.decode;

/** Bytes and numbers in hexadecimal, lower case. */
final class HexText {
  private HexText() {}

  /**
   * @param digits how many of the number's last digits, 1 to 16
   */
  static String of(long value, int digits) {
    StringBuilder text = new StringBuilder(digits);
    append(text, value, digits);
    return text.toString();
  }

  static void append(StringBuilder text, long value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (value >>> shift) & 15, 16));
    }
  }

  /** The bytes without anything between them. */
  static String of(Payload payload, int from, int length) {
    StringBuilder text = new StringBuilder(2 * length);
    for (int i = from; i < from + length; i++) {
      append(text, payload.u8(i), 2);
    }
    return text.toString();
  }
}
