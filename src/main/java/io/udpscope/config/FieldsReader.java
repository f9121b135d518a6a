package io.udpscope.config;

import io.udpscope.config.ConfigNode.Field;
import io.udpscope.config.ConfigNode.Fields;
import io.udpscope.config.ConfigNode.Items;
import io.udpscope.config.ConfigNode.Scalar;
import io.udpscope.config.ConfigNode.Scalar.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Takes the fields of one mapping out, by type; what is wrong is said where it stands. */
final class FieldsReader {
  private final Fields node;

  /**
   * @param known every key that it may have
   * @throws ConfigException if the node is no mapping, or has another key
   */
  FieldsReader(ConfigNode node, String... known) {
    if (!(node instanceof Fields fields)) {
      throw wrong(node, "a mapping such as {" + known[0] + ": …}");
    }
    this.node = fields;
    for (Map.Entry<String, Field> entry : fields.fields().entrySet()) {
      if (!List.of(known).contains(entry.getKey())) {
        throw unknown(entry.getValue(), known);
      }
    }
  }

  private static ConfigException unknown(Field field, String... known) {
    String path = field.value().path();
    String reason = "there is no such key here; there are " + String.join(", ", known);
    return new ConfigException(field.keyPosition(), path, reason);
  }

  private static ConfigException wrong(ConfigNode node, String wanted) {
    return new ConfigException(
        node.position(), node.path(), wanted + " is wanted, not " + node.kind());
  }

  Optional<ConfigNode> get(String key) {
    return Optional.ofNullable(node.fields().get(key)).map(Field::value);
  }

  /**
   * @throws ConfigException if it is not there
   */
  ConfigNode require(String key) {
    return get(key)
        .orElseThrow(
            () -> new ConfigException(node.position(), node.path(), "its " + key + " is missing"));
  }

  /** Text, turned into a value; an {@link IllegalArgumentException} of it becomes an error here. */
  <T> Optional<T> text(String key, String example, Function<String, T> reader) {
    return get(key).map(value -> value(value, text(value, example), reader));
  }

  /**
   * As above.
   *
   * @throws ConfigException also if it is not there
   */
  <T> T requiredText(String key, String example, Function<String, T> reader) {
    ConfigNode value = require(key);
    return value(value, text(value, example), reader);
  }

  private static String text(ConfigNode value, String example) {
    if (value instanceof Scalar scalar && scalar.type() == Type.TEXT && !scalar.text().isEmpty()) {
      return scalar.text();
    }
    throw wrong(value, "text such as " + example);
  }

  /** Text, or a number, which is what YAML makes of a text like 53. */
  <T> Optional<T> textOrNumber(String key, String example, Function<String, T> reader) {
    return get(key)
        .map(
            value ->
                value instanceof Scalar scalar && scalar.type() == Type.INTEGER
                    ? value(value, scalar.text(), reader)
                    : value(value, text(value, example), reader));
  }

  Optional<Integer> integer(String key, int least, int most) {
    return get(key).map(value -> integer(value, least, most));
  }

  private static int integer(ConfigNode value, int least, int most) {
    String range = "a number from " + least + " to " + most;
    if (!(value instanceof Scalar scalar)
        || scalar.type() != Type.INTEGER
        || !scalar.text().matches("[0-9]{1,9}")) {
      throw wrong(value, range);
    }
    int number = Integer.parseInt(scalar.text());
    if (number < least || number > most) {
      throw wrong(value, range);
    }
    return number;
  }

  Optional<Boolean> yesOrNo(String key) {
    return get(key)
        .map(
            value -> {
              if (value instanceof Scalar scalar && scalar.type() == Type.BOOLEAN) {
                return scalar.text().equals("true");
              }
              throw wrong(value, "true or false");
            });
  }

  <T> List<T> list(String key, Function<ConfigNode, T> reader) {
    Optional<ConfigNode> value = get(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof Items items)) {
      throw wrong(value.get(), "a list");
    }
    List<T> list = new ArrayList<>();
    for (ConfigNode item : items.items()) {
      list.add(reader.apply(item));
    }
    return list;
  }

  /** What {@code reader} refuses is an error at this node. */
  static <A, T> T value(ConfigNode node, A from, Function<A, T> reader) {
    try {
      return reader.apply(from);
    } catch (IllegalArgumentException e) {
      String given = node instanceof Scalar scalar ? scalar.text() + ": " : "";
      throw new ConfigException(node.position(), node.path(), given + e.getMessage());
    }
  }
}
