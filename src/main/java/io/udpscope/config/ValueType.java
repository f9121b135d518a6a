package io.udpscope.config;

import io.udpscope.config.ConfigNode.Field;
import io.udpscope.config.ConfigNode.Fields;
import io.udpscope.config.ConfigNode.Items;
import io.udpscope.config.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can stand at a place of a config text. Each kind says how it is read, and bears what a JSON
 * Schema can tell of it.
 *
 * @param <T> what it is read as
 */
public sealed interface ValueType<T> {
  /**
   * @param errors gets what is wrong inside of it
   * @throws ConfigException if the node holds something else altogether
   */
  T read(ConfigNode node, ConfigErrors errors);

  /**
   * Text that stands for something.
   *
   * @param example what could stand there
   * @param pattern a regular expression (ECMA 262) that all of it fits; it may fit more
   * @param longest so many characters at most
   * @param reader refuses what it is not by an {@link IllegalArgumentException}
   */
  record Text<T>(String example, String pattern, int longest, Function<String, T> reader)
      implements ValueType<T> {
    @Override
    public T read(ConfigNode node, ConfigErrors errors) {
      return value(node, text(node, example), reader);
    }
  }

  /** As text, but may be a number, which is what YAML makes of a text like 53. */
  record TextOrNumber<T>(String example, String pattern, int most, Function<String, T> reader)
      implements ValueType<T> {
    @Override
    public T read(ConfigNode node, ConfigErrors errors) {
      boolean number = node instanceof Scalar scalar && scalar.type() == Scalar.Type.INTEGER;
      String text = number ? ((Scalar) node).text() : text(node, example);
      return value(node, text, reader);
    }
  }

  /** One of a few words. */
  record Word<T>(List<String> words, Function<String, T> reader) implements ValueType<T> {
    @Override
    public T read(ConfigNode node, ConfigErrors errors) {
      return value(node, text(node, words.get(0)), reader);
    }
  }

  /** Both ends included. */
  record WholeNumber(int least, int most) implements ValueType<Integer> {
    @Override
    public Integer read(ConfigNode node, ConfigErrors errors) {
      if (node instanceof Scalar scalar
          && scalar.type() == Scalar.Type.INTEGER
          && scalar.text().matches("[0-9]{1,9}")) {
        int number = Integer.parseInt(scalar.text());
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw wrong(node, "a number from " + least + " to " + most);
    }
  }

  record YesOrNo() implements ValueType<Boolean> {
    @Override
    public Boolean read(ConfigNode node, ConfigErrors errors) {
      if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.BOOLEAN) {
        return scalar.text().equals("true");
      }
      throw wrong(node, "true or false");
    }
  }

  record Mapping(Shape shape) implements ValueType<FieldsReader> {
    @Override
    public FieldsReader read(ConfigNode node, ConfigErrors errors) {
      if (node instanceof Fields fields) {
        return new FieldsReader(shape, fields, errors);
      }
      throw wrong(node, "a mapping such as {" + shape.keys().get(0) + ": …}");
    }
  }

  /**
   * Several of a kind, each read as nothing if it is wrong.
   *
   * @param most so many of them at most
   */
  record Listing<T>(ValueType<T> item, int least, int most)
      implements ValueType<List<Optional<T>>> {
    @Override
    public List<Optional<T>> read(ConfigNode node, ConfigErrors errors) {
      if (!(node instanceof Items items)) {
        throw wrong(node, "a list");
      }
      if (items.items().size() > most) {
        errors.add(node, "there are " + items.items().size() + ", and " + most + " fit");
      }
      List<Optional<T>> list = new ArrayList<>();
      for (ConfigNode one : items.items()) {
        list.add(errors.attempt(() -> item.read(one, errors)));
      }
      return list;
    }
  }

  /** A word, which is read as nothing, or something else. */
  record WordOr<T>(String word, ValueType<T> other) implements ValueType<Optional<T>> {
    @Override
    public Optional<T> read(ConfigNode node, ConfigErrors errors) {
      if (node instanceof Scalar scalar) {
        if (scalar.text().equals(word)) {
          return Optional.empty();
        }
        throw new ConfigException(node, scalar.quoted() + ": " + word + ", or a mapping");
      }
      return Optional.of(other.read(node, errors));
    }
  }

  /** A word or a list of words, whose meaning is not known here. */
  record Words(String name, String example) implements ValueType<Setting> {
    @Override
    public Setting read(ConfigNode node, ConfigErrors errors) {
      return Setting.of(name, node, example);
    }
  }

  /** Words by names that are not known here. */
  record NamedWords(String example) implements ValueType<List<Setting>> {
    @Override
    public List<Setting> read(ConfigNode node, ConfigErrors errors) {
      if (!(node instanceof Fields fields)) {
        throw wrong(node, "a mapping such as {freeze: z}");
      }
      List<Setting> settings = new ArrayList<>();
      for (Map.Entry<String, Field> entry : fields.fields().entrySet()) {
        ConfigNode value = entry.getValue().value();
        errors.attempt(() -> Setting.of(entry.getKey(), value, example)).ifPresent(settings::add);
      }
      return settings;
    }
  }

  private static String text(ConfigNode node, String example) {
    if (node instanceof Scalar scalar
        && scalar.type() == Scalar.Type.TEXT
        && !scalar.text().isEmpty()) {
      return scalar.text();
    }
    throw wrong(node, "text such as " + example);
  }

  /** What {@code reader} refuses is an error at this node. */
  static <A, T> T value(ConfigNode node, A from, Function<A, T> reader) {
    try {
      return reader.apply(from);
    } catch (IllegalArgumentException e) {
      String given = node instanceof Scalar scalar ? scalar.quoted() + ": " : "";
      throw new ConfigException(node, given + e.getMessage());
    }
  }

  /** This is wanted here, and that is not what stands there. */
  static ConfigException wrong(ConfigNode node, String wanted) {
    return new ConfigException(node, wanted + " is wanted, not " + node.kind());
  }
}
