package io.udpscope.config;

import java.util.List;

/**
 * A kind of mapping in a config text: the fields that it may have, and no others.
 *
 * @param name of the kind, for people: {@code rule}
 */
public record Shape(String name, List<ConfigField<?>> fields) {
  public static Shape of(String name, ConfigField<?>... fields) {
    return new Shape(name, List.of(fields));
  }

  public List<String> keys() {
    return fields.stream().<String>map(ConfigField::name).toList();
  }
}
