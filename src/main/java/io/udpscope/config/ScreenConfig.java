package io.udpscope.config;

import io.udpscope.config.ValueType.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * What a config text says of the live session's screen. What the words mean is not known here.
 *
 * @param confirm how long a change waits to be kept
 * @param keys of actions, by their names, in the order of the text
 */
public record ScreenConfig(Optional<Setting> theme, Optional<Setting> confirm, List<Setting> keys) {
  public static final ScreenConfig NOTHING =
      new ScreenConfig(Optional.empty(), Optional.empty(), List.of());

  public ScreenConfig {
    keys = List.copyOf(keys);
  }

  /**
   * Reads YAML or JSON that is of the screen alone.
   *
   * @param text UTF-8
   * @throws ConfigException with all that is wrong
   */
  public static ScreenConfig read(byte[] text) {
    ConfigErrors errors = new ConfigErrors();
    Optional<ScreenConfig> config =
        errors.attempt(
            () -> {
              ConfigNode top = ConfigTree.parse(text, errors);
              FieldsReader fields = new Mapping(ConfigFields.SCREEN_SHAPE).read(top, errors);
              fields.get(ConfigFields.VERSION);
              return read(fields);
            });
    errors.throwIfAny();
    return config.orElseThrow();
  }

  static ScreenConfig read(FieldsReader fields) {
    return new ScreenConfig(
        fields.get(ConfigFields.THEME),
        fields.get(ConfigFields.CONFIRM),
        fields.get(ConfigFields.KEYS).orElse(List.of()));
  }
}
