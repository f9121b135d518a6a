package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * SIP (RFC 3261): {@code INVITE sip:bob@example.org}, or of a response {@code 180 Ringing to
 * INVITE}.
 */
public final class SipDecoder implements ProtocolDecoder {
  private static final String VERSION = "SIP/2.0";

  /** RFC 3261 and its extensions, as IANA lists them. */
  private static final String[] METHODS = {
    "INVITE ",
    "ACK ",
    "BYE ",
    "CANCEL ",
    "OPTIONS ",
    "REGISTER ",
    "PRACK ",
    "SUBSCRIBE ",
    "NOTIFY ",
    "PUBLISH ",
    "INFO ",
    "REFER ",
    "MESSAGE ",
    "UPDATE "
  };

  private static final int MAX_LINE = 400;

  /** Headers are looked at up to here for a summary's sake. */
  private static final int MAX_SEARCHED = 4096;

  @Override
  public int[] ports() {
    return new int[] {5060, 5061};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    boolean response = payload.startsWith(0, VERSION + " ");
    if (!response && !startsWithMethod(payload)) {
      return Optional.empty();
    }
    int end = lineEnd(payload, 0);
    if (response) {
      String status = payload.text(VERSION.length() + 1, Math.min(end, MAX_LINE)).strip();
      String method = requestedMethod(payload, end);
      return Optional.of(new Summary("sip", method.isEmpty() ? status : status + " to " + method));
    }
    int version = end - VERSION.length() - 1;
    if (version > 0 && payload.startsWith(version, " " + VERSION)) {
      return Optional.of(new Summary("sip", payload.text(0, Math.min(version, MAX_LINE))));
    }
    boolean lineIsCut = end == payload.length() && payload.isCut();
    return lineIsCut
        ? Optional.of(new Summary("sip", payload.text(0, Math.min(end, MAX_LINE)) + "..."))
        : Optional.empty();
  }

  private static boolean startsWithMethod(Payload payload) {
    int first = payload.length() == 0 ? 0 : payload.u8(0);
    if (first < 'A' || first > 'U') {
      return false;
    }
    for (String method : METHODS) {
      if (payload.startsWith(0, method)) {
        return true;
      }
    }
    return false;
  }

  /** Behind the line's last character; its end is CR LF, or a bare LF of a sloppy sender. */
  private static int lineEnd(Payload payload, int from) {
    int newline = payload.indexOf('\n', from, payload.length());
    int end = newline < 0 ? payload.length() : newline;
    return end > from && payload.u8(end - 1) == '\r' ? end - 1 : end;
  }

  private static int nextLine(Payload payload, int from) {
    int newline = payload.indexOf('\n', from, payload.length());
    return newline < 0 ? payload.length() : newline + 1;
  }

  /** CSeq says which request is answered: {@code CSeq: 1 INVITE}. */
  private static String requestedMethod(Payload payload, int from) {
    int limit = Math.min(payload.length(), MAX_SEARCHED);
    for (int at = nextLine(payload, from); at < limit; at = nextLine(payload, at)) {
      if (payload.startsWith(at, "CSeq:")) {
        String value = payload.text(at + 5, Math.min(lineEnd(payload, at), at + 64)).strip();
        int blank = value.indexOf(' ');
        return blank < 0 ? "" : value.substring(blank + 1).strip();
      }
    }
    return "";
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    startLine(tree, payload);
    int at = nextLine(payload, 0);
    while (at < payload.length() && !tree.isFull()) {
      int end = lineEnd(payload, at);
      int next = nextLine(payload, at);
      if (end == at) {
        body(tree, payload, next);
        return tree.fields();
      }
      header(tree, payload, at, end);
      at = next;
    }
    return tree.fields();
  }

  /** Mostly a session's description (RFC 8866), which is lines as well. */
  private static void body(FieldTree tree, Payload payload, int from) {
    if (from >= payload.length()) {
      return;
    }
    tree.open("body", from, payload.length() - from, (payload.length() - from) + " bytes");
    for (int at = from; at < payload.length() && !tree.isFull(); at = nextLine(payload, at)) {
      tree.text("line", at, lineEnd(payload, at) - at);
    }
    tree.close();
  }

  private static void startLine(FieldTree tree, Payload payload) {
    int end = lineEnd(payload, 0);
    int first = payload.indexOf(' ', 0, end);
    int second = first < 0 ? -1 : payload.indexOf(' ', first + 1, end);
    if (second < 0) {
      tree.text("start line", 0, end);
    } else if (payload.startsWith(0, VERSION)) {
      tree.text("version", 0, first).text("status", first + 1, second - first - 1);
      tree.text("reason", second + 1, end - second - 1);
    } else {
      tree.text("method", 0, first).text("uri", first + 1, second - first - 1);
      tree.text("version", second + 1, end - second - 1);
    }
  }

  /** A line that goes on with the header before it begins with a blank, and has no name. */
  private static void header(FieldTree tree, Payload payload, int from, int end) {
    int colon = payload.indexOf(':', from, Math.min(end, from + 64));
    String name = colon < 0 ? "" : payload.text(from, colon).strip();
    int value = colon < 0 ? from : colon + 1;
    String text = payload.text(value, Math.min(end, value + MAX_LINE)).strip();
    tree.add(name, from, end - from, text);
  }
}
