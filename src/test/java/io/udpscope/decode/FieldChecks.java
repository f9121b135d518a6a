package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What is true of the fields of any payload. */
final class FieldChecks {
  private static final int MAX_DEPTH = 24;

  private FieldChecks() {}

  /** Each lies between these bytes, its children lie in it, and its words are safe to print. */
  static void check(List<FieldNode> fields, int from, int to) {
    int count = check(fields, from, to, 0);
    assertThat(count).isLessThanOrEqualTo(FieldTree.MAX_FIELDS + 1);
  }

  private static int check(List<FieldNode> fields, int from, int to, int depth) {
    assertThat(depth).isLessThan(MAX_DEPTH);
    int count = 0;
    for (FieldNode field : fields) {
      int end = field.from() + field.length();
      if (field.from() < from || field.length() < 0 || end > to || !isSafe(field)) {
        throw new AssertionError(field + " between " + from + " and " + to);
      }
      count += 1 + check(field.children(), field.from(), end, depth + 1);
    }
    return count;
  }

  private static boolean isSafe(FieldNode field) {
    return isSafe(field.label()) && isSafe(field.text()) && field.text().length() < 1000;
  }

  static boolean isSafe(String text) {
    return text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x202e);
  }

  /** The field that these labels lead to, of several the first one. */
  static FieldNode find(List<FieldNode> fields, String... labels) {
    List<FieldNode> level = fields;
    FieldNode found = null;
    for (String label : labels) {
      found =
          level.stream()
              .filter(field -> field.label().equals(label))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no " + label + " in " + fields));
      level = found.children();
    }
    return found;
  }
}
