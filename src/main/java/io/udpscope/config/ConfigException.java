package io.udpscope.config;

/**
 * A config text cannot be read, or says something that cannot be. The message is one line: {@code
 * line 4, column 13, rules[0].match.ports: a port is 0 to 65535}.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 500;

  ConfigException(Position position, String path, String reason) {
    super(oneLine(position + (path.isEmpty() ? "" : ", " + path) + ": " + reason));
  }

  /** What the text says is in the message, and may be anything. */
  private static String oneLine(String message) {
    String line = message.replaceAll("\\s*\\R\\s*", " ").replaceAll("(?U)\\p{Cntrl}", "?").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
