package io.udpscope.config;

/**
 * The way from the top of a text to a value: {@code rules[0].match.ports}; the top itself is empty.
 * It becomes text only where somebody reads it: a large text has many values.
 */
final class ConfigPath {
  static final ConfigPath TOP = new ConfigPath(null, "");

  private final ConfigPath parent;
  private final String step;

  private ConfigPath(ConfigPath parent, String step) {
    this.parent = parent;
    this.step = step;
  }

  ConfigPath field(String key) {
    return new ConfigPath(this, parent == null ? key : "." + key);
  }

  ConfigPath item(int index) {
    return new ConfigPath(this, "[" + index + "]");
  }

  @Override
  public String toString() {
    return parent == null ? step : parent + step;
  }
}
