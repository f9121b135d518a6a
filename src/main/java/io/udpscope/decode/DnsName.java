package io.udpscope.decode;

/**
 * A name in a DNS message.
 *
 * @param text in presentation format (RFC 1035, 5.1); "." is the root; ends in "..." if cut
 * @param end index behind the name where it stands; -1 if the capture ends within it
 */
record DnsName(String text, int end) {
  static final DnsName NONE = new DnsName("", 0);

  /** RFC 1035, 2.3.4: a name takes at most 255 bytes. */
  private static final int MAX_LENGTH = 255;

  /** A name has fewer labels, and needs no more pointers than labels. */
  private static final int MAX_POINTERS = 127;

  boolean isCut() {
    return end < 0;
  }

  /**
   * Reads the name at {@code index}. Each compression pointer must point before the one that led
   * there, so that no loop of them goes on for ever.
   *
   * @return null if what stands there is no name
   */
  static DnsName read(Payload payload, int index) {
    StringBuilder text = new StringBuilder(32);
    int end = -1;
    int limit = payload.length();
    int bytes = 0;
    int pointers = 0;
    while (true) {
      if (index >= limit) {
        return cut(text, payload, limit);
      }
      int length = payload.u8(index);
      if (length == 0) {
        return new DnsName(text.length() == 0 ? "." : text.toString(), end < 0 ? index + 1 : end);
      }
      if (length >= 0xc0) {
        if (index + 2 > payload.length()) {
          return cut(text, payload, limit);
        }
        int target = payload.u16(index) & 0x3fff;
        if (target >= index || ++pointers > MAX_POINTERS) {
          return null;
        }
        end = end < 0 ? index + 2 : end;
        limit = index;
        index = target;
        continue;
      }
      bytes += length + 1;
      if (length > 63 || bytes > MAX_LENGTH) {
        return null;
      }
      int available = Math.min(length, limit - index - 1);
      appendLabel(text, payload, index + 1, available);
      index += 1 + length;
    }
  }

  /**
   * Cut by the capture: what there is of it. Cut by a pointer into the midst of itself: no name.
   */
  private static DnsName cut(StringBuilder text, Payload payload, int limit) {
    boolean byCapture = limit == payload.length() && payload.isCut();
    return byCapture ? new DnsName(text.append("...").toString(), -1) : null;
  }

  private static void appendLabel(StringBuilder text, Payload payload, int from, int length) {
    if (text.length() > 0) {
      text.append('.');
    }
    for (int i = from; i < from + length; i++) {
      int c = payload.u8(i);
      if (c == '.' || c == '\\') {
        text.append('\\').append((char) c);
      } else if (c > 0x20 && c < 0x7f) {
        text.append((char) c);
      } else {
        text.append('\\');
        text.append((char) ('0' + c / 100)).append((char) ('0' + c / 10 % 10));
        text.append((char) ('0' + c % 10));
      }
    }
  }
}
