package io.udpscope.cli.option;

import java.util.List;

/** The command line is wrong. The message names option, value and reason in one line. */
public class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  /** All that is wrong, a line each. */
  public List<String> lines() {
    return List.of(getMessage());
  }
}
