package io.udpscope.config;

import io.udpscope.config.ConfigNode.Field;
import io.udpscope.config.ConfigNode.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes the fields of one mapping out; what is wrong with one is remembered where it stands, and
 * the others are read all the same.
 */
public final class FieldsReader {
  private final Fields node;
  private final ConfigErrors errors;

  FieldsReader(Shape shape, Fields node, ConfigErrors errors) {
    this.node = node;
    this.errors = errors;
    List<String> known = shape.keys();
    for (Map.Entry<String, Field> entry : node.fields().entrySet()) {
      if (!known.contains(entry.getKey())) {
        Field field = entry.getValue();
        errors.add(
            new ConfigError(
                field.keyPosition(),
                field.value().path(),
                "there is no such key here; there are " + String.join(", ", known)));
      }
    }
  }

  /** Empty if it is not there, or is wrong. */
  public <T> Optional<T> get(ConfigField<T> field) {
    return value(field).flatMap(value -> read(field, value));
  }

  private <T> Optional<T> read(ConfigField<T> field, ConfigNode value) {
    return value instanceof ConfigNode.Refused
        ? Optional.empty()
        : errors.attempt(() -> field.type().read(value, errors));
  }

  /** As above, but not to be there is wrong, too. */
  public <T> Optional<T> require(ConfigField<T> field) {
    if (!has(field)) {
      errors.add(node, "its " + field.name() + " is missing");
    }
    return get(field);
  }

  private Optional<ConfigNode> value(ConfigField<?> field) {
    return Optional.ofNullable(node.fields().get(field.name())).map(Field::value);
  }

  /**
   * What this makes of values that were read.
   *
   * @param making refuses by an {@link IllegalArgumentException}, which becomes an error at that
   *     field, or here if it is not there
   */
  public <T> Optional<T> make(ConfigField<?> field, Supplier<T> making) {
    ConfigNode at = value(field).orElse(node);
    return errors.attempt(() -> ValueType.value(at, making, Supplier::get));
  }

  /** A field's value cannot stand as it is. */
  public void refuse(ConfigField<?> field, String reason) {
    errors.add(value(field).orElse(node), reason);
  }

  /** Where its value stands; if it is not there, the place of what is around it. */
  Position position(ConfigField<?> field) {
    return value(field).orElse(node).position();
  }

  /** It is there, right or wrong. */
  boolean has(ConfigField<?> field) {
    return value(field).isPresent();
  }
}
