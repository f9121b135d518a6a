package io.udpscope.config;

import io.udpscope.model.PlainText;

/**
 * One thing that is wrong with a config text, on one line: {@code line 4, column 13,
 * rules[0].match.ports: a port is 0 to 65535}.
 */
record ConfigError(Position position, ConfigPath path, String reason) {
  private static final int LONGEST = 500;

  ConfigError {
    reason = cut(reason, LONGEST);
  }

  @Override
  public String toString() {
    String at = path.toString();
    String line = position + (at.isEmpty() ? "" : ", " + at) + ": " + reason;
    return PlainText.of(line.replaceAll("\\R", " ")).strip();
  }

  /** What a text says may be of any length, and is quoted in errors. */
  static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) + "…" : text;
  }
}
