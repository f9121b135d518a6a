package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * WireGuard (its protocol paper, 5.4), whose integers are little-endian: {@code handshake
 * initiation sender 0x3ad31c45}, {@code data receiver 0x11ed4c2d counter 7}, {@code keepalive …}.
 */
public final class WireGuardDecoder implements ProtocolDecoder {
  private static final int INITIATION = 1;
  private static final int RESPONSE = 2;
  private static final int COOKIE = 3;
  private static final int DATA = 4;
  private static final int INITIATION_BYTES = 148;
  private static final int RESPONSE_BYTES = 92;
  private static final int COOKIE_BYTES = 64;
  private static final int DATA_HEADER = 16;

  /** Data of no length, with its tag. */
  private static final int KEEPALIVE_BYTES = 32;

  /** A counter goes up by one a packet: this many are not sent in a session. */
  private static final long MAX_COUNTER = 1L << 40;

  @Override
  public int[] ports() {
    return new int[] {51820};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    if (payload.length() < DATA_HEADER || !hasShape(payload)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(64);
    switch (payload.u8(0)) {
      case INITIATION -> appendIndex(text.append("handshake initiation sender "), payload, 4);
      case RESPONSE -> {
        appendIndex(text.append("handshake response sender "), payload, 4);
        appendIndex(text.append(" receiver "), payload, 8);
      }
      case COOKIE -> appendIndex(text.append("cookie reply receiver "), payload, 4);
      default -> {
        boolean keepalive = payload.claimed() == KEEPALIVE_BYTES;
        appendIndex(text.append(keepalive ? "keepalive receiver " : "data receiver "), payload, 4);
        text.append(" counter ").append(counter(payload));
      }
    }
    return Optional.of(new Summary("wireguard", text.toString()));
  }

  /** A type, three zero bytes, and the one length that the type has. */
  private static boolean hasShape(Payload payload) {
    int type = payload.u8(0);
    if (type < INITIATION || type > DATA || payload.number(1, 3) != 0) {
      return false;
    }
    int length = payload.claimed();
    return switch (type) {
      case INITIATION -> length == INITIATION_BYTES;
      case RESPONSE -> length == RESPONSE_BYTES;
      case COOKIE -> length == COOKIE_BYTES;
      default -> length >= KEEPALIVE_BYTES && length % 16 == 0 && isCounter(counter(payload));
    };
  }

  private static boolean isCounter(long counter) {
    return counter >= 0 && counter < MAX_COUNTER;
  }

  private static long counter(Payload payload) {
    return Long.reverseBytes(payload.number(8, 8));
  }

  private static void appendIndex(StringBuilder text, Payload payload, int at) {
    text.append(index(payload.u32(at)));
  }

  private static String index(long number) {
    return "0x" + HexText.of(Integer.toUnsignedLong(Integer.reverseBytes((int) number)), 8);
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    tree.number("type", 0, 1).bytes("reserved", 1, 3);
    switch (payload.u8(0)) {
      case INITIATION -> {
        tree.read("sender", 4, 4, WireGuardDecoder::index).bytes("ephemeral key", 8, 32);
        tree.bytes("static key, encrypted", 40, 48).bytes("timestamp, encrypted", 88, 28);
        tree.bytes("mac1", 116, 16).bytes("mac2", 132, 16);
      }
      case RESPONSE -> {
        tree.read("sender", 4, 4, WireGuardDecoder::index);
        tree.read("receiver", 8, 4, WireGuardDecoder::index).bytes("ephemeral key", 12, 32);
        tree.bytes("nothing, encrypted", 44, 16).bytes("mac1", 60, 16).bytes("mac2", 76, 16);
      }
      case COOKIE -> {
        tree.read("receiver", 4, 4, WireGuardDecoder::index);
        tree.bytes("nonce", 8, 24).bytes("cookie, encrypted", 32, 32);
      }
      default -> {
        tree.read("receiver", 4, 4, WireGuardDecoder::index);
        tree.read("counter", 8, 8, counter -> Long.toString(Long.reverseBytes(counter)));
        tree.rest("packet, encrypted", DATA_HEADER);
      }
    }
    return tree.fields();
  }
}
