package io.udpscope.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Collects what is wrong with a config text, so that all of it is told at once. Bounded: beyond
 * {@link #MOST} errors the others are only counted.
 */
public final class ConfigErrors {
  static final int MOST = 500;

  private final List<ConfigError> errors = new ArrayList<>();
  private long more;

  void add(ConfigError error) {
    if (errors.size() < MOST) {
      errors.add(error);
    } else {
      more++;
    }
  }

  public void add(ConfigNode node, String reason) {
    add(new ConfigError(node.position(), node.path(), reason));
  }

  /** The words of a setting, turned into something, unless they are refused. */
  public <T> Optional<T> read(Setting setting, Function<List<String>, T> reader) {
    return attempt(() -> setting.as(reader));
  }

  /** A setting cannot be as it is. */
  public void refuse(Setting setting, String reason) {
    add(setting.node(), reason);
  }

  /** What this reads; if it cannot be, that is remembered, and nothing is read. */
  public <T> Optional<T> attempt(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (ConfigException e) {
      e.errors().forEach(this::add);
      return Optional.empty();
    }
  }

  /** Grows with each error, so that one can see whether a part of the text was right. */
  public long count() {
    return errors.size() + more;
  }

  /**
   * @throws ConfigException with all of them, if there are any
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      List<ConfigError> sorted = new ArrayList<>(errors);
      sorted.sort(Comparator.comparing(ConfigError::position));
      throw new ConfigException(sorted, more);
    }
  }
}
