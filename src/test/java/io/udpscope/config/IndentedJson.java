package io.udpscope.config;

import java.util.List;
import java.util.Map;

/** JSON in lines: what has a map or a list of maps inside is spread over several. */
final class IndentedJson {
  private final StringBuilder out = new StringBuilder();

  private IndentedJson() {}

  static String of(Map<String, Object> tree) {
    IndentedJson json = new IndentedJson();
    json.value(tree, "\n");
    return json.out.append('\n').toString();
  }

  private void value(Object value, String line) {
    String inner = line + "  ";
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(inner).append(JsonText.of(entry.getKey())).append(": ");
        value(entry.getValue(), inner);
        separator = ",";
      }
      out.append(line).append('}');
    } else if (value instanceof List<?> list && list.stream().anyMatch(one -> one instanceof Map)) {
      String separator = "[";
      for (Object item : list) {
        out.append(separator).append(inner);
        value(item, inner);
        separator = ",";
      }
      out.append(line).append(']');
    } else {
      out.append(JsonText.of(value));
    }
  }
}
