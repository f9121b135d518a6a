package io.udpscope.cli;

/** Something failed while running. The message is the line for the user, without the prefix. */
final class FailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
