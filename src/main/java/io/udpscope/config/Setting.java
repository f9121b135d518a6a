package io.udpscope.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A word or a few of them that a config text gives to a name, and where they stand. Immutable. */
public final class Setting {
  private final String name;
  private final List<String> values;
  private final ConfigNode node;

  private Setting(String name, List<String> values, ConfigNode node) {
    this.name = name;
    this.values = List.copyOf(values);
    this.node = node;
  }

  /**
   * @param example what could stand there
   * @throws ConfigException if it is neither a word nor a list of words
   */
  static Setting of(String name, ConfigNode node, String example) {
    if (node instanceof ConfigNode.Items items) {
      List<String> values = new ArrayList<>();
      items.items().forEach(item -> values.add(word(item, example)));
      return new Setting(name, values, node);
    }
    return new Setting(name, List.of(word(node, example)), node);
  }

  /** YAML makes a number of some words, and the truth of others. */
  private static String word(ConfigNode node, String example) {
    if (node instanceof ConfigNode.Scalar scalar && !scalar.text().isEmpty()) {
      return scalar.text();
    }
    throw ValueType.wrong(node, "a word such as " + example);
  }

  public String name() {
    return name;
  }

  ConfigNode node() {
    return node;
  }

  /**
   * The words, turned into something.
   *
   * @throws ConfigException if the reader refuses them by an {@link IllegalArgumentException}
   */
  <T> T as(Function<List<String>, T> reader) {
    return ValueType.value(node, values, reader);
  }
}
