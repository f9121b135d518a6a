package io.udpscope.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A config text cannot be read, or says things that cannot be. There is a line for each of them;
 * the message is the first one.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigError> errors;
  private final transient List<String> lines;

  ConfigException(ConfigNode node, String reason) {
    this(node.position(), node.path(), reason);
  }

  ConfigException(Position position, ConfigPath path, String reason) {
    this(List.of(new ConfigError(position, path, reason)), 0);
  }

  /**
   * @param errors at least one
   * @param more how many there are besides
   */
  ConfigException(List<ConfigError> errors, long more) {
    super(errors.get(0).toString());
    this.errors = List.copyOf(errors);
    this.lines = lines(errors, more);
  }

  private static List<String> lines(List<ConfigError> errors, long more) {
    List<String> lines = new ArrayList<>();
    errors.forEach(error -> lines.add(error.toString()));
    if (more > 0) {
      lines.add("there are " + more + " errors more");
    }
    return List.copyOf(lines);
  }

  /** One thing is wrong, with this value. */
  public static ConfigException at(ConfigNode node, String reason) {
    return new ConfigException(node, reason);
  }

  List<ConfigError> errors() {
    return errors;
  }

  /** Each with line, column and path of the field, in the order of the text. */
  public List<String> lines() {
    return lines;
  }
}
