package io.udpscope.decode;

/** The names of those bits of a number that are set. */
final class BitNames {
  private BitNames() {}

  /**
   * @param highest number of the bit that the first name is of; each name is of the next lower one
   * @param names an empty one for a bit that says nothing
   * @return separated by commas, or {@code none}
   */
  static String of(long value, int highest, String... names) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      if ((value >> (highest - i) & 1) != 0 && !names[i].isEmpty()) {
        text.append(text.length() == 0 ? "" : ", ").append(names[i]);
      }
    }
    return text.length() == 0 ? "none" : text.toString();
  }
}
