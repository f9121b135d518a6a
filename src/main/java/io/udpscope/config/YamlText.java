package io.udpscope.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes maps, lists, text, integers and booleans as YAML 1.2: in blocks, but a map without a map
 * or a list in it goes on one line.
 */
final class YamlText {
  /** Words that YAML 1.1 or 1.2 takes for something else than text. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Map<String, Object> tree) {
    YamlText text = new YamlText();
    text.block(tree, 0);
    return text.out.toString();
  }

  private void block(Map<?, ?> map, int indent) {
    String before = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(before).append(entry.getKey()).append(':');
      field(entry.getValue(), indent + 2);
      before = " ".repeat(indent);
    }
  }

  private void field(Object value, int indent) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      out.append('\n');
      for (Object item : list) {
        out.append(" ".repeat(indent)).append("- ");
        if (item instanceof Map<?, ?> map && !isFlat(map)) {
          block(map, indent + 2);
        } else {
          out.append(inline(item)).append('\n');
        }
      }
    } else if (value instanceof Map<?, ?> map && !isFlat(map)) {
      out.append('\n').append(" ".repeat(indent));
      block(map, indent);
    } else {
      out.append(' ').append(inline(value)).append('\n');
    }
  }

  private static boolean isFlat(Map<?, ?> map) {
    return map.values().stream().noneMatch(value -> value instanceof Map || value instanceof List);
  }

  private static String inline(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder("{");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text.append(text.length() == 1 ? "" : ", ");
        text.append(entry.getKey()).append(": ").append(inline(entry.getValue()));
      }
      return text.append('}').toString();
    }
    if (value instanceof List) {
      return "[]";
    }
    return value instanceof String text ? scalar(text) : value.toString();
  }

  /** Plain where every YAML takes it for text, else in double quotes, which JSON's escapes fit. */
  private static String scalar(String text) {
    boolean word =
        text.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    boolean ipv4 = text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?");
    return word || ipv4 || text.matches("[0-9]+-[0-9]+") ? text : JsonText.quoted(text);
  }
}
