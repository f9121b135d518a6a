package io.udpscope.decode;

import java.util.List;

/** The fields of a syslog message, whose priority {@link SyslogDecoder} has found. */
final class SyslogFields {
  private static final String[] FACILITIES = {
    "kern",
    "user",
    "mail",
    "daemon",
    "auth",
    "syslog",
    "lpr",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
    "ntp",
    "audit",
    "alert",
    "clock",
    "local0",
    "local1",
    "local2",
    "local3",
    "local4",
    "local5",
    "local6",
    "local7"
  };
  private static final String[] SEVERITIES = {
    "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"
  };
  private static final String[] HEADER = {"time", "host", "application", "process", "message id"};

  private final Payload payload;
  private final FieldTree tree;

  SyslogFields(Payload payload) {
    this.payload = payload;
    this.tree = new FieldTree(payload);
  }

  /**
   * @param close index of the {@code >} behind the priority
   */
  List<FieldNode> fields(int close) {
    int priority = Integer.parseInt(payload.text(1, close));
    tree.open("priority", 0, close + 1, Integer.toString(priority));
    tree.add(
        "facility", 1, close - 1, FieldTree.withNumber(FACILITIES[priority >> 3], priority >> 3));
    tree.add(
        "severity", 1, close - 1, FieldTree.withNumber(SEVERITIES[priority & 7], priority & 7));
    tree.close();
    if (payload.startsWith(close + 1, "1 ")) {
      modern(close + 1);
    } else {
      old(close + 1);
    }
    return tree.fields();
  }

  /** RFC 5424, 6: words, structured data, and what is left. */
  private void modern(int from) {
    tree.text("version", from, 1);
    int at = from + 2;
    for (String label : HEADER) {
      int end = wordEnd(at);
      tree.text(label, at, end - at);
      at = Math.min(end + 1, payload.length());
    }
    int end = dataEnd(at);
    tree.text("data", at, end - at);
    message(end);
  }

  /** RFC 3164, 4.1: a time and a host, which many leave out; then a tag with a colon. */
  private void old(int from) {
    int at = from;
    if (SyslogDecoder.isTimed(payload, from)) {
      tree.text("time", at, SyslogDecoder.TIME);
      at += SyslogDecoder.TIME + 1;
      int end = wordEnd(at);
      if (end < payload.length() && payload.u8(end - 1) != ':') {
        tree.text("host", at, end - at);
        at = end + 1;
      }
    }
    int tag = tagEnd(at);
    if (tag > at) {
      tree.text("tag", at, tag - at);
      at = tag + 1;
    }
    message(at);
  }

  private void message(int from) {
    int at = from;
    while (at < payload.length() && payload.u8(at) == ' ') {
      at++;
    }
    if (at < payload.length()) {
      tree.text("message", at, payload.length() - at);
    }
  }

  private int wordEnd(int from) {
    int blank = payload.indexOf(' ', from, payload.length());
    return blank < 0 ? payload.length() : blank;
  }

  /** Index of the colon behind a word, or -1. */
  private int tagEnd(int from) {
    for (int i = from; i < payload.length() && i < from + 64; i++) {
      int c = payload.u8(i);
      if (c == ':') {
        return i;
      }
      if (c <= 0x20 || c >= 0x7f) {
        return -1;
      }
    }
    return -1;
  }

  /** Behind {@code -} or behind elements in brackets, which quotes may hold, too. */
  private int dataEnd(int from) {
    if (from >= payload.length() || payload.u8(from) != '[') {
      return wordEnd(from);
    }
    boolean quoted = false;
    for (int i = from; i < payload.length(); i++) {
      int c = payload.u8(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted && payload.u8(i - 1) == ']') {
        return i;
      }
    }
    return payload.length();
  }
}
