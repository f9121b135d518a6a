package io.udpscope.config;

import io.udpscope.model.Rule;
import java.util.List;
import java.util.Map;

/**
 * The rules of a config text, each right by itself; what they are together says {@link
 * io.udpscope.model.RuleSetReview}.
 */
public final class RulesConfig {
  /** Far more than the rules that fit can take. */
  public static final int MAX_BYTES = 16 << 20;

  private final List<Rule> rules;
  private final ScreenConfig screen;
  private final Map<String, Position> positions;

  RulesConfig(List<Rule> rules, ScreenConfig screen, Map<String, Position> positions) {
    this.screen = screen;
    this.rules = List.copyOf(rules);
    this.positions = Map.copyOf(positions);
  }

  /**
   * Reads YAML or JSON, by what it looks like.
   *
   * @param text UTF-8
   * @throws ConfigException for the first thing that is wrong
   */
  public static RulesConfig read(byte[] text) {
    return RulesReader.read(ConfigTree.parse(text));
  }

  /** As above. */
  public static RulesConfig read(String text) {
    return RulesReader.read(ConfigTree.parse(text));
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
    String path = "rules[" + rule + "]." + field;
    return position(path) + ", " + path;
  }

  private Position position(String path) {
    String at = path;
    while (!positions.containsKey(at)) {
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = end < 0 ? "" : at.substring(0, end);
    }
    return positions.get(at);
  }
}
