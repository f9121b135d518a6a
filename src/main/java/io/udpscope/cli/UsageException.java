package io.udpscope.cli;

import java.util.List;

/** The command line is wrong. The message names option, value and reason in one line. */
class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  /** All that is wrong, a line each. */
  List<String> lines() {
    return List.of(getMessage());
  }
}
