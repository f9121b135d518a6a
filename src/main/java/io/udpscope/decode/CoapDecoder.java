package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/** CoAP (RFC 7252): {@code CON GET /sensors/1?unit=C}, {@code ACK 2.05 Content}. */
public final class CoapDecoder implements ProtocolDecoder {
  private static final int HEADER = 4;
  private static final int MAX_TOKEN = 8;
  private static final int MARKER = 0xff;
  private static final String[] TYPES = {"CON", "NON", "ACK", "RST"};

  @Override
  public int[] ports() {
    return new int[] {5683};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < HEADER || payload.u8(0) >> 6 != 1) {
      return Optional.empty();
    }
    int token = payload.u8(0) & 0xf;
    String code = CoapCode.name(payload.u8(1));
    boolean emptyIsEmpty = payload.u8(1) != 0 || payload.claimed() == HEADER;
    if (token > MAX_TOKEN || code.isEmpty() || !emptyIsEmpty) {
      return Optional.empty();
    }
    if (!expected && !hasTellingOptions(payload)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64).append(TYPES[payload.u8(0) >> 4 & 3]);
    text.append(' ').append(code);
    appendUri(text.append(' '), payload);
    return Optional.of(new Summary("coap", text.toString().strip()));
  }

  private static int options(Payload payload) {
    return HEADER + (payload.u8(0) & 0xf);
  }

  /**
   * All options are known ones of a permitted length, what is text is printable, and some are text:
   * random bytes hardly are that.
   */
  private static boolean hasTellingOptions(Payload payload) {
    boolean text = false;
    CoapOption option = CoapOption.first(payload, options(payload));
    while (option != null) {
      if (!option.isPlausible(payload)) {
        return false;
      }
      text |= option.isText() && option.length() > 0;
      option = option.next(payload);
    }
    return text;
  }

  private static void appendUri(StringBuilder text, Payload payload) {
    char before = '?';
    CoapOption option = CoapOption.first(payload, options(payload));
    while (option != null && option.number() <= CoapOption.URI_QUERY && text.length() < 200) {
      if (option.number() == CoapOption.URI_PATH && option.isCaptured(payload)) {
        text.append('/').append(option.text(payload));
      } else if (option.number() == CoapOption.URI_QUERY && option.isCaptured(payload)) {
        text.append(before).append(option.text(payload));
        before = '&';
      }
      option = option.next(payload);
    }
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    tree.read("version", 0, 1, first -> Long.toString(first >> 6));
    tree.read("type", 0, 1, first -> TYPES[(int) first >> 4 & 3]);
    tree.read("token length", 0, 1, first -> Long.toString(first & 0xf));
    tree.read("code", 1, 1, code -> CoapCode.name((int) code)).number("message id", 2, 2);
    int at = options(payload);
    if (at > HEADER) {
      tree.bytes("token", HEADER, at - HEADER);
    }
    CoapOption option = CoapOption.first(payload, at);
    while (option != null && !tree.isFull()) {
      option.addTo(tree, payload);
      at = option.end();
      option = option.next(payload);
    }
    boolean marked = payload.holds(at, 1) && payload.u8(at) == MARKER;
    return marked ? tree.rest("payload", at + 1).fields() : tree.fields();
  }
}
