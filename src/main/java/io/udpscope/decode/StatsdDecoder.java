package io.udpscope.decode;

import java.util.Optional;

/** StatsD metrics: {@code web.hits:1|c}, and how many more there are in the datagram. */
public final class StatsdDecoder implements ProtocolDecoder {
  private static final int MAX_LINE = 200;

  @Override
  public int[] ports() {
    return new int[] {8125};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    int end = payload.indexOf('\n', 0, payload.length());
    int lineEnd = end < 0 ? payload.length() : end;
    if (!isMetric(payload, lineEnd)) {
      return Optional.empty();
    }
    String line = payload.text(0, Math.min(lineEnd, MAX_LINE)).strip();
    int more = 0;
    for (int i = lineEnd; i < payload.length() - 1; i++) {
      if (payload.u8(i) == '\n') {
        more++;
      }
    }
    return Optional.of(new Summary("statsd", more == 0 ? line : line + " and " + more + " more"));
  }

  /** {@code name:value|type}, printable, the type one of c, g, h, d, s and ms. */
  private static boolean isMetric(Payload payload, int end) {
    int colon = payload.indexOf(':', 0, end);
    int bar = colon < 1 ? -1 : payload.indexOf('|', colon + 1, end);
    if (bar <= colon + 1 || bar + 1 >= end) {
      return false;
    }
    for (int i = 0; i < bar; i++) {
      int c = payload.u8(i);
      if (c <= 0x20 || c >= 0x7f) {
        return false;
      }
    }
    return switch (payload.u8(bar + 1)) {
      case 'c', 'g', 'h', 'd', 's' -> endsType(payload, bar + 2, end);
      case 'm' -> bar + 2 < end && payload.u8(bar + 2) == 's' && endsType(payload, bar + 3, end);
      default -> false;
    };
  }

  private static boolean endsType(Payload payload, int index, int end) {
    return index >= end || payload.u8(index) == '|' || payload.u8(index) == '\r';
  }
}
