package io.udpscope.cli.option;

import io.udpscope.config.ConfigException;
import java.util.List;

/**
 * Rules or settings that cannot be, wherever they come from. There is a line for each thing that is
 * wrong with them, so that all of them can be mended at once; the message is the first one.
 */
public final class WrongRulesException extends UsageException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /**
   * @param lines at least one
   */
  WrongRulesException(List<String> lines) {
    super(lines.get(0) + (lines.size() == 1 ? "" : " (and " + (lines.size() - 1) + " more)"));
    this.lines = List.copyOf(lines);
  }

  /** What a text says of itself, with the name of its file in front of each line. */
  public static WrongRulesException in(String name, ConfigException e) {
    return new WrongRulesException(e.lines().stream().map(line -> name + ": " + line).toList());
  }

  @Override
  public List<String> lines() {
    return lines;
  }
}
