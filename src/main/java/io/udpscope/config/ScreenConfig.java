package io.udpscope.config;

import java.util.ArrayList;
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
   * @throws ConfigException for the first thing that is wrong
   */
  public static ScreenConfig read(byte[] text) {
    ConfigNode top = ConfigTree.parse(text);
    FieldsReader fields = new FieldsReader(top, "version", "theme", "confirm", "keys");
    fields.integer("version", RulesReader.VERSION, RulesReader.VERSION);
    return read(fields);
  }

  static ScreenConfig read(FieldsReader fields) {
    return new ScreenConfig(
        fields.get("theme").map(node -> Setting.of("theme", node, "light")),
        fields.get("confirm").map(node -> Setting.of("confirm", node, "60")),
        fields.get("keys").map(ScreenConfig::keys).orElse(List.of()));
  }

  private static List<Setting> keys(ConfigNode node) {
    if (!(node instanceof ConfigNode.Fields fields)) {
      throw new ConfigException(
          node.position(),
          node.path(),
          "a mapping such as {freeze: z} is wanted, not " + node.kind());
    }
    List<Setting> keys = new ArrayList<>();
    fields
        .fields()
        .forEach((name, field) -> keys.add(Setting.of(name, field.value(), "z or PgDn")));
    return keys;
  }
}
