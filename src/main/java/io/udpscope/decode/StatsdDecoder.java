package io.udpscope.decode;

import java.util.List;
import java.util.Optional;

/**
 * StatsD metrics: {@code web.hits:1|c}, and how many more there are in the datagram. Of DogStatsD
 * also tags, events ({@code _e{5,4}:title|text}) and service checks ({@code _sc|name|0}).
 */
public final class StatsdDecoder implements ProtocolDecoder {
  private static final int MAX_LINE = 200;
  private static final String EVENT = "_e{";
  private static final String CHECK = "_sc|";

  @Override
  public int[] ports() {
    return new int[] {8125};
  }

  @Override
  public Optional<Summary> decode(Payload payload, boolean expected) {
    int end = lineEnd(payload, 0);
    if (!isMetric(payload, end) && !isEventOrCheck(payload, end)) {
      return Optional.empty();
    }
    String line = payload.text(0, Math.min(end, MAX_LINE)).strip();
    int more = 0;
    for (int i = end; i < payload.length() - 1; i++) {
      if (payload.u8(i) == '\n') {
        more++;
      }
    }
    return Optional.of(new Summary("statsd", more == 0 ? line : line + " and " + more + " more"));
  }

  private static int lineEnd(Payload payload, int from) {
    int end = payload.indexOf('\n', from, payload.length());
    return end < 0 ? payload.length() : end;
  }

  /**
   * {@code name:value|type}, printable, the type one of c, g, h, d, s and ms. The value is a number
   * or, in a set, anything.
   */
  private static boolean isMetric(Payload payload, int end) {
    int bar = -1;
    int colon = -1;
    for (int i = 0; i < end && bar < 0; i++) {
      int c = payload.u8(i);
      if (c <= 0x20 || c >= 0x7f) {
        return false;
      }
      colon = c == ':' && colon < 0 ? i : colon;
      bar = c == '|' ? i : -1;
    }
    if (colon < 1 || bar <= colon + 1 || bar + 1 >= end) {
      return false;
    }
    return switch (payload.u8(bar + 1)) {
      case 'c', 'g', 'h', 'd' -> isNumber(payload.u8(colon + 1)) && endsType(payload, bar + 2, end);
      case 's' -> endsType(payload, bar + 2, end);
      case 'm' ->
          isNumber(payload.u8(colon + 1))
              && bar + 2 < end
              && payload.u8(bar + 2) == 's'
              && endsType(payload, bar + 3, end);
      default -> false;
    };
  }

  private static boolean isNumber(int first) {
    return first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
  }

  private static boolean endsType(Payload payload, int index, int end) {
    return index >= end || payload.u8(index) == '|' || payload.u8(index) == '\r';
  }

  private static boolean isEventOrCheck(Payload payload, int end) {
    if (payload.startsWith(0, CHECK)) {
      int bar = payload.indexOf('|', CHECK.length(), end);
      return bar > CHECK.length()
          && bar + 1 < end
          && payload.u8(bar + 1) >= '0'
          && payload.u8(bar + 1) <= '3';
    }
    return payload.startsWith(0, EVENT) && payload.indexOf('}', EVENT.length(), end) > 0;
  }

  @Override
  public List<FieldNode> fields(Payload payload) {
    FieldTree tree = new FieldTree(payload);
    for (int at = 0; at < payload.length() && !tree.isFull(); at = lineEnd(payload, at) + 1) {
      int end = lineEnd(payload, at);
      if (end > at) {
        line(tree, payload, at, end);
      }
    }
    return tree.fields();
  }

  private static void line(FieldTree tree, Payload payload, int from, int end) {
    boolean event = payload.startsWith(from, EVENT);
    boolean check = payload.startsWith(from, CHECK);
    String kind = event ? "event" : check ? "service check" : "metric";
    tree.open(kind, from, end - from, payload.text(from, Math.min(end, from + MAX_LINE)));
    int at = from;
    if (!event && !check) {
      int colon = payload.indexOf(':', from, end);
      int bar = payload.indexOf('|', from, end);
      if (colon > 0 && bar > colon) {
        tree.text("name", from, colon - from).text("value", colon + 1, bar - colon - 1);
        at = bar + 1;
      }
    }
    for (int part = 0; at < end; part++) {
      int bar = payload.indexOf('|', at, end);
      int partEnd = bar < 0 ? end : bar;
      part(tree, payload, event || check, part, at, partEnd);
      at = partEnd + 1;
    }
    tree.close();
  }

  /** What stands between bars tells by its first letter what it is, except for the first parts. */
  private static void part(
      FieldTree tree, Payload payload, boolean special, int part, int from, int end) {
    if (part == 0 && !special) {
      tree.text("type", from, end - from);
      return;
    }
    int first = end > from ? payload.u8(from) : ' ';
    switch (first) {
      case '@' -> tree.text("sample rate", from + 1, end - from - 1);
      case '#' -> tree.text("tags", from + 1, end - from - 1);
      case 'T' -> tree.text("time", from + 1, end - from - 1);
      default -> tree.text("part", from, end - from);
    }
  }
}
