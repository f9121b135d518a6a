package io.udpscope.ui.terminal;

/** There is no terminal that a screen can be drawn on. The message is one line for the user. */
public final class NoTerminalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoTerminalException(String message) {
    super(message);
  }
}
