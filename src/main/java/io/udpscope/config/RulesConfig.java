package io.udpscope.config;

import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The rules of a config text, each right by itself; what they are together says {@link
 * io.udpscope.model.RuleSetReview}.
 */
public final class RulesConfig {
  /** Far more than the rules that fit can take. */
  public static final int MAX_BYTES = 4 << 20;

  /** Of the config's form; there has been no other. */
  static final int VERSION = 1;

  private final List<Rule> rules;
  private final ScreenConfig screen;
  private final ConfigNode top;

  RulesConfig(List<Rule> rules, ScreenConfig screen, ConfigNode top) {
    this.screen = screen;
    this.rules = List.copyOf(rules);
    this.top = top;
  }

  /**
   * Reads YAML or JSON, by what it looks like.
   *
   * @param text UTF-8
   * @param screen judges what the text says of the screen, which is not known here
   * @throws ConfigException with all that is wrong
   */
  public static RulesConfig read(byte[] text, BiConsumer<ScreenConfig, ConfigErrors> screen) {
    ConfigErrors errors = new ConfigErrors();
    Optional<RulesConfig> config =
        errors.attempt(() -> RulesReader.read(ConfigTree.parse(text, errors), errors));
    config.ifPresent(read -> screen.accept(read.screen(), errors));
    errors.throwIfAny();
    return config.orElseThrow();
  }

  /** As above, of the rules alone. */
  public static RulesConfig read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8), (screen, errors) -> {});
  }

  /** What the text says of the screen. */
  public ScreenConfig screen() {
    return screen;
  }

  public List<Rule> rules() {
    return rules;
  }

  /**
   * Where a field of a rule stands: {@code line 4, column 13, rules[0].match.ports}. If the text
   * leaves it out, the place of what is around it.
   *
   * @param rule its position among {@link #rules}
   * @param field its path in the rule
   */
  public String place(int rule, String field) {
    String path = path(rule, field);
    return position(path) + ", " + path;
  }

  private static String path(int rule, String field) {
    return "rules[" + rule + "]." + field;
  }

  ConfigError error(Finding finding) {
    String path = path(finding.rule(), finding.field());
    return new ConfigError(position(path), ConfigPath.TOP.field(path), finding.reason());
  }

  private Position position(String path) {
    ConfigNode at = top;
    for (String step : path.split("\\.|(?=\\[)")) {
      Optional<ConfigNode> inside = at.child(step);
      if (inside.isEmpty()) {
        break;
      }
      at = inside.get();
    }
    return at.position();
  }
}
