package io.udpscope.config;

import io.udpscope.model.Rule;
import io.udpscope.model.RuleSetReview;
import io.udpscope.model.RuleSetReview.Finding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of a config text, each value right by itself. */
public final class RulesConfig {
  /** Far more than the rules that fit can take. */
  public static final int MAX_BYTES = 16 << 20;

  private final List<Rule> rules;
  private final Map<String, Position> positions;

  RulesConfig(List<Rule> rules, Map<String, Position> positions) {
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
    if (text.length > MAX_BYTES) {
      throw new ConfigException(Position.START, "", "it has more than " + MAX_BYTES + " bytes");
    }
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException e) {
      throw new ConfigException(Position.START, "", "it is not UTF-8");
    }
  }

  /** As above. */
  public static RulesConfig read(String text) {
    return RulesReader.read(ConfigTree.parse(text));
  }

  public List<Rule> rules() {
    return rules;
  }

  /**
   * Looks at the rules together.
   *
   * @param judged the rules of this config, host names resolved or not
   * @param interfaces those of the session
   * @return warnings, a line each, with line, column and path
   * @throws ConfigException for the first thing that is wrong
   */
  public List<String> review(List<Rule> judged, Set<String> interfaces) {
    List<String> warnings = new ArrayList<>();
    for (Finding finding : RuleSetReview.of(judged, interfaces)) {
      String path = "rules[" + finding.rule() + "]." + finding.field();
      ConfigException exception = new ConfigException(position(path), path, finding.reason());
      if (finding.error()) {
        throw exception;
      }
      warnings.add(exception.getMessage());
    }
    return warnings;
  }

  /** Of the value at this path, or of the nearest one around it that the text has. */
  public Position position(String path) {
    String at = path;
    while (!positions.containsKey(at)) {
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = end < 0 ? "" : at.substring(0, end);
    }
    return positions.get(at);
  }
}
