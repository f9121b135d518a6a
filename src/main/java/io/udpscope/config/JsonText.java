package io.udpscope.config;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, text, integers and booleans as JSON (RFC 8259), on one line. */
public final class JsonText {
  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  public static String of(Object tree) {
    JsonText text = new JsonText();
    text.value(tree);
    return text.out.toString();
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(quoted(entry.getKey().toString())).append(':');
        value(entry.getValue());
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object item : list) {
        out.append(separator);
        value(item);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else {
      out.append(value instanceof String text ? quoted(text) : value.toString());
    }
  }

  /** In double quotes. What is no printable character to YAML is escaped as well. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (isPlain(c)) {
        quoted.append(c);
      } else {
        quoted.append(String.format("\\u%04x", (int) c));
      }
    }
    return quoted.append('"').toString();
  }

  /** YAML 1.2.2, 5.1, without what ends a line there or in Unicode. */
  private static boolean isPlain(char c) {
    return c >= 0x20 && c < 0x7f
        || c >= 0xa0 && c < 0xfffe && c != 0xfeff && c != 0x2028 && c != 0x2029;
  }
}
