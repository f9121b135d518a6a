package io.udpscope.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Gathers the fields of one payload in their order. A field that was not captured whole, or that
 * does not lie in the group it is said to be of, is left out; a group is cut to what was captured.
 * So a decoder may name fields without asking first whether they are there. How many there are and
 * how long their texts is bounded. Not for sharing between threads.
 */
final class FieldTree {
  /** More than a screen can show of one packet, and few enough to be made while a key waits. */
  static final int MAX_FIELDS = 1000;

  private static final int MAX_TEXT_BYTES = 400;
  private static final int MAX_HEX_BYTES = 32;

  private final Payload payload;
  private final Deque<Group> outer = new ArrayDeque<>();
  private Group group;
  private int count;

  private record Group(String label, String text, int from, int length, List<FieldNode> children) {
    boolean holds(int start, int bytes) {
      return start >= from && start + bytes <= from + length;
    }
  }

  FieldTree(Payload payload) {
    this.payload = payload;
    this.group = new Group("", "", 0, payload.length(), new ArrayList<>());
  }

  /** Takes no more fields; a loop over the payload may end. */
  boolean isFull() {
    return count >= MAX_FIELDS;
  }

  /** A field whose text the decoder has made. */
  FieldTree add(String label, int from, int length, String text) {
    if (payload.holds(from, length) && group.holds(from, length) && !isFull()) {
      count++;
      group.children.add(new FieldNode(label, text, from, length));
    }
    return this;
  }

  /** Fields that follow, up to {@link #close}, are part of this one. */
  FieldTree open(String label, int from, int length, String text) {
    int limit = group.from + group.length;
    int start = Math.max(group.from, Math.min(from, limit));
    int here = Math.max(0, Math.min(length, limit - start));
    outer.push(group);
    group = new Group(label, text, start, here, new ArrayList<>());
    return this;
  }

  FieldTree close() {
    Group done = group;
    group = outer.pop();
    if (!isFull()) {
      count++;
      group.children.add(
          new FieldNode(done.label, done.text, done.from, done.length, done.children));
    }
    return this;
  }

  /**
   * A number of 1 to 8 bytes, in network byte order.
   *
   * @param text what to say of it; what has 8 bytes may come negative
   */
  FieldTree read(String label, int at, int bytes, LongFunction<String> text) {
    if (payload.holds(at, bytes)) {
      add(label, at, bytes, text.apply(payload.number(at, bytes)));
    }
    return this;
  }

  /** A number without sign, in decimal. */
  FieldTree number(String label, int at, int bytes) {
    return read(label, at, bytes, Long::toUnsignedString);
  }

  /** A number in hexadecimal: {@code 0x1a2b}. */
  FieldTree hex(String label, int at, int bytes) {
    return read(label, at, bytes, value -> "0x" + HexText.of(value, 2 * bytes));
  }

  /**
   * A number that has a name: {@code client (3)}, or the number alone.
   *
   * @param names empty for a number without a name
   */
  FieldTree named(String label, int at, int bytes, LongFunction<String> names) {
    return read(label, at, bytes, value -> withNumber(names.apply(value), value));
  }

  static String withNumber(String name, long value) {
    String number = Long.toUnsignedString(value);
    return name.isEmpty() ? number : name + " (" + number + ")";
  }

  /** An IPv4 address of 4 bytes or an IPv6 address of 16. */
  FieldTree address(String label, int at, int bytes) {
    if (payload.holds(at, bytes)) {
      add(label, at, bytes, payload.address(at, bytes).toString());
    }
    return this;
  }

  /** Bytes that mean nothing to a reader, as they are; only the first ones of many. */
  FieldTree bytes(String label, int from, int length) {
    if (payload.holds(from, length)) {
      String shown = HexText.of(payload, from, Math.min(length, MAX_HEX_BYTES));
      add(label, from, length, length > MAX_HEX_BYTES ? shown + "…" : shown);
    }
    return this;
  }

  /** Text, taken for UTF-8; only the beginning of a long one. */
  FieldTree text(String label, int from, int length) {
    if (payload.holds(from, length)) {
      String shown = payload.text(from, from + Math.min(length, MAX_TEXT_BYTES));
      add(label, from, length, length > MAX_TEXT_BYTES ? shown + "…" : shown);
    }
    return this;
  }

  /** What is there behind all fields, if anything is. */
  FieldTree rest(String label, int from) {
    return from < payload.length() ? bytes(label, from, payload.length() - from) : this;
  }

  /** All fields; groups that are open are closed. */
  List<FieldNode> fields() {
    while (!outer.isEmpty()) {
      close();
    }
    if (isFull()) {
      group.children.add(new FieldNode("…", "more fields than are shown", payload.length(), 0));
    }
    return group.children;
  }
}
