package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * Syslog, as the RFCs 3164 and 5424 write it: {@code <134> web-3 nginx[12]: GET /}. The time is
 * left out, since the packet has one.
 */
public final class SyslogDecoder implements ProtocolDecoder {
  private static final int MAX_PRIORITY = 191;
  private static final int MAX_TEXT = 200;

  /** Bytes of {@code Nov 20 10:15:30}. */
  static final int TIME = 15;

  @Override
  public int[] ports() {
    return new int[] {514};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    int close = endOfPriority(payload);
    if (close < 0) {
      return Optional.empty();
    }
    String priority = payload.text(0, close + 1) + " ";
    int end = Math.min(payload.length(), close + 1 + MAX_TEXT);
    if (payload.startsWith(close + 1, "1 ")) {
      String text = modern(payload.text(close + 1, end));
      return Optional.of(new Summary("syslog", priority + text));
    }
    int from = isTimed(payload, close + 1) ? close + 1 + TIME : close + 1;
    return Optional.of(new Summary("syslog", priority + payload.text(from, end).strip()));
  }

  /** Index of the {@code >} behind one to three digits of at most 191, or -1. */
  private static int endOfPriority(Payload payload) {
    if (payload.length() < 3 || payload.u8(0) != '<') {
      return -1;
    }
    int priority = 0;
    for (int i = 1; i < Math.min(5, payload.length()); i++) {
      int c = payload.u8(i);
      if (c == '>') {
        return i > 1 && priority <= MAX_PRIORITY ? i : -1;
      }
      if (c < '0' || c > '9') {
        return -1;
      }
      priority = priority * 10 + c - '0';
    }
    return -1;
  }

  /** RFC 5424: {@code 1 TIME HOST APP PROCID MSGID [DATA] MESSAGE}. */
  private static String modern(String message) {
    String[] parts = message.split(" ", 7);
    if (parts.length < 7) {
      return message;
    }
    StringBuilder text = new StringBuilder(64);
    if (!parts[2].equals("-")) {
      text.append(parts[2]).append(' ');
    }
    text.append(parts[3]);
    if (!parts[4].equals("-")) {
      text.append('[').append(parts[4]).append(']');
    }
    return text.append(": ").append(behindStructuredData(parts[6])).toString().strip();
  }

  private static String behindStructuredData(String text) {
    if (text.startsWith("-")) {
      return withoutByteOrderMark(text.substring(1).stripLeading());
    }
    int i = 0;
    while (i < text.length() && text.charAt(i) == '[') {
      i = endOfElement(text, i);
      if (i < 0) {
        return text;
      }
    }
    return withoutByteOrderMark(text.substring(i).stripLeading());
  }

  /** Index behind the {@code ]} that ends the element at {@code start}; quotes may hold one. */
  private static int endOfElement(String text, int start) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ']' && !quoted) {
        return i + 1;
      }
    }
    return -1;
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** RFC 3164 begins with {@code Nov 20 10:15:30 }; many senders leave it out. */
  static boolean isTimed(Payload payload, int from) {
    return payload.holds(from, TIME + 1)
        && Character.isLetter(payload.u8(from))
        && payload.u8(from + 3) == ' '
        && payload.u8(from + 6) == ' '
        && payload.u8(from + 9) == ':'
        && payload.u8(from + 12) == ':'
        && payload.u8(from + TIME) == ' ';
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    return new SyslogFields(payload).fields(endOfPriority(payload));
  }
}
