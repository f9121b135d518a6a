package io.udpscope.config;

import java.util.List;
import java.util.Map;

/** A value of a config text, and where it stands. */
sealed interface ConfigNode {
  Position position();

  /** From the top of the text: {@code rules[0].match.ports}; the top itself is empty. */
  String path();

  /** What it is, for people: {@code a number}. */
  String kind();

  /**
   * @param fields in their order in the text
   */
  record Fields(Position position, String path, Map<String, Field> fields) implements ConfigNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  record Field(Position keyPosition, ConfigNode value) {}

  record Items(Position position, String path, List<ConfigNode> items) implements ConfigNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * @param text as it is written, quotes and escapes aside
   */
  record Scalar(Position position, String path, Type type, String text) implements ConfigNode {
    enum Type {
      TEXT("the text "),
      INTEGER("the number "),
      FRACTION("the number "),
      BOOLEAN("");

      private final String prefix;

      Type(String prefix) {
        this.prefix = prefix;
      }
    }

    @Override
    public String kind() {
      return type == Type.TEXT && text.isEmpty() ? "nothing" : type.prefix + text;
    }
  }

  record Nothing(Position position, String path) implements ConfigNode {
    @Override
    public String kind() {
      return "nothing";
    }
  }
}
