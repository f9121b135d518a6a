package io.udpscope.app.key;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of an intent.
 *
 * @param where it acts; in one place no key has two intents
 * @param help what {@code ?} says; empty if the binding before it says so of both
 * @param hint a word or two for the footer, empty for keys that are not there
 */
public record Binding(Intent intent, Set<Context> where, List<Key> keys, String help, String hint) {
  public Binding {
    where = Set.copyOf(where);
    keys = List.copyOf(keys);
  }

  /**
   * Keys that act wherever one is.
   *
   * @param keys as people write them, with spaces between them
   */
  static Binding of(Intent intent, String keys, String help) {
    List<Key> parsed = Arrays.stream(keys.split(" ")).map(Key::parse).toList();
    return new Binding(intent, EnumSet.of(Context.ANYWHERE), parsed, help, "");
  }

  /** Keys that say what they do together with those before them. */
  static Binding of(Intent intent, String keys) {
    return of(intent, keys, "");
  }

  /** The same keys, there and nowhere else. */
  Binding in(Context first, Context... more) {
    return new Binding(intent, EnumSet.of(first, more), keys, help, hint);
  }

  Binding hint(String words) {
    return new Binding(intent, where, keys, help, words);
  }

  Binding withKeys(List<Key> others) {
    return new Binding(intent, where, others, help, hint);
  }

  public boolean actsIn(Context context) {
    return where.contains(Context.ANYWHERE) || where.contains(context);
  }

  /** There is a place where both act. */
  boolean meets(Binding other) {
    return other.where.contains(Context.ANYWHERE) || other.where.stream().anyMatch(this::actsIn);
  }
}
