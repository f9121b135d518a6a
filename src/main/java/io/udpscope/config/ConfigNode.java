package io.udpscope.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a config text, and where it stands. */
public sealed interface ConfigNode {
  Position position();

  ConfigPath path();

  /** What it is, for people: {@code a number}. */
  String kind();

  /**
   * What is inside of it.
   *
   * @param step a key, or an index in brackets
   */
  default Optional<ConfigNode> child(String step) {
    return Optional.empty();
  }

  /**
   * @param fields in their order in the text
   */
  record Fields(Position position, ConfigPath path, Map<String, Field> fields)
      implements ConfigNode {
    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public Optional<ConfigNode> child(String step) {
      return Optional.ofNullable(fields.get(step)).map(Field::value);
    }
  }

  record Field(Position keyPosition, ConfigNode value) {}

  record Items(Position position, ConfigPath path, List<ConfigNode> items) implements ConfigNode {
    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public Optional<ConfigNode> child(String step) {
      return step.startsWith("[")
          ? items.stream().skip(Integer.parseInt(step.substring(1, step.length() - 1))).findFirst()
          : Optional.empty();
    }
  }

  /**
   * @param text as it is written, quotes and escapes aside
   */
  record Scalar(Position position, ConfigPath path, Type type, String text) implements ConfigNode {
    private static final int LONGEST_QUOTE = 60;

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

    /** As an error quotes it. */
    String quoted() {
      return ConfigError.cut(text, LONGEST_QUOTE);
    }

    @Override
    public String kind() {
      return type == Type.TEXT && text.isEmpty() ? "nothing" : type.prefix + quoted();
    }
  }

  record Nothing(Position position, ConfigPath path) implements ConfigNode {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** Something that was refused already, so that nothing more is said of it. */
  record Refused(Position position, ConfigPath path) implements ConfigNode {
    @Override
    public String kind() {
      return "what was refused";
    }
  }
}
