package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * TFTP (RFC 1350, options RFC 2347): {@code read boot.img octet blksize=1428}, {@code data block 5
 * 512 bytes}. The server answers from a port of its own choice, so that shape must tell.
 */
public final class TftpDecoder implements ProtocolDecoder {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int DATA = 3;
  private static final int ACK = 4;
  private static final int ERROR = 5;
  private static final int OPTIONS = 6;
  private static final String[] OPERATIONS = {
    "", "read", "write", "data", "ack", "error", "options"
  };
  private static final int DEFAULT_BLOCK = 512;
  private static final int MAX_ERROR = 8;
  private static final int MAX_NAME = 512;

  @Override
  public int[] ports() {
    return new int[] {69};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < 4 || payload.u8(0) != 0) {
      return Optional.empty();
    }
    int operation = payload.u8(1);
    boolean fits =
        switch (operation) {
          case READ, WRITE -> isRequest(payload);
          case DATA -> expected || payload.claimed() == 4 + DEFAULT_BLOCK;
          case ACK -> payload.claimed() == 4;
          case ERROR -> isError(payload);
          case OPTIONS -> areOptions(payload);
          default -> false;
        };
    return fits ? Optional.of(new Summary("tftp", text(payload, operation))) : Optional.empty();
  }

  /**
   * Where the zero stands that ends the text at {@code from}, if the text is printable; else -1.
   */
  private static int textEnd(Payload payload, int from) {
    int limit = Math.min(payload.length(), from + MAX_NAME);
    int end = payload.indexOf(0, from, limit);
    return end > from && payload.isPrintable(from, end, true) ? end : -1;
  }

  private static boolean isRequest(Payload payload) {
    int name = textEnd(payload, 2);
    if (name < 0) {
      return false;
    }
    int mode = textEnd(payload, name + 1);
    int length = mode - name - 1;
    return length == 5 && isWord(payload, name + 1, "octet")
        || length == 8 && isWord(payload, name + 1, "netascii")
        || length == 4 && isWord(payload, name + 1, "mail");
  }

  /** In letters of either size. */
  private static boolean isWord(Payload payload, int at, String word) {
    if (!payload.holds(at, word.length())) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((payload.u8(at + i) | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isError(Payload payload) {
    if (payload.u16(2) > MAX_ERROR || payload.length() < 5) {
      return false;
    }
    boolean silent = payload.u8(4) == 0 && payload.claimed() == 5;
    return silent || textEnd(payload, 4) == payload.claimed() - 1;
  }

  private static boolean areOptions(Payload payload) {
    return isWord(payload, 2, "blksize")
        || isWord(payload, 2, "timeout")
        || isWord(payload, 2, "tsize")
        || isWord(payload, 2, "windowsize");
  }

  private static String text(Payload payload, int operation) {
    StringBuilder text = new StringBuilder(64).append(OPERATIONS[operation]);
    switch (operation) {
      case READ, WRITE -> {
        int name = textEnd(payload, 2);
        int mode = textEnd(payload, name + 1);
        text.append(' ').append(payload.text(2, name));
        text.append(' ').append(payload.text(name + 1, mode));
        appendOptions(text, payload, mode + 1);
      }
      case DATA -> {
        text.append(" block ").append(payload.u16(2)).append(' ');
        text.append(payload.claimed() - 4).append(" bytes");
      }
      case ACK -> text.append(" block ").append(payload.u16(2));
      case ERROR -> {
        text.append(' ').append(payload.u16(2));
        text.append(' ').append(payload.text(4, Math.max(4, textEnd(payload, 4))));
      }
      default -> appendOptions(text, payload, 2);
    }
    return text.toString().strip();
  }

  private static void appendOptions(StringBuilder text, Payload payload, int from) {
    int name = textEnd(payload, from);
    int value = name < 0 ? -1 : textEnd(payload, name + 1);
    int at = from;
    while (value > 0 && text.length() < 200) {
      text.append(' ').append(payload.text(at, name));
      text.append('=').append(payload.text(name + 1, value));
      at = value + 1;
      name = textEnd(payload, at);
      value = name < 0 ? -1 : textEnd(payload, name + 1);
    }
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    int operation = payload.u8(1);
    FieldTree tree = new FieldTree(payload);
    tree.named("operation", 0, 2, number -> OPERATIONS[operation]);
    switch (operation) {
      case READ, WRITE -> {
        int name = textEnd(payload, 2);
        int mode = textEnd(payload, name + 1);
        tree.text("file", 2, name - 2).text("mode", name + 1, mode - name - 1);
        options(tree, payload, mode + 1);
      }
      case DATA -> tree.number("block", 2, 2).rest("data", 4);
      case ACK -> tree.number("block", 2, 2);
      case ERROR -> {
        tree.number("code", 2, 2);
        tree.text("message", 4, Math.max(4, textEnd(payload, 4)) - 4);
      }
      default -> options(tree, payload, 2);
    }
    return tree.fields();
  }

  private static void options(FieldTree tree, Payload payload, int from) {
    int at = from;
    while (payload.holds(at, 1) && !tree.isFull()) {
      int name = textEnd(payload, at);
      int value = name < 0 ? -1 : textEnd(payload, name + 1);
      if (value < 0) {
        return;
      }
      tree.text(payload.text(at, name), name + 1, value - name - 1);
      at = value + 1;
    }
  }
}
