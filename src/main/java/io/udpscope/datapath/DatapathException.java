package io.udpscope.datapath;

/**
 * The kernel or the interface cannot do what was asked, or may not. The message is one line for the
 * user: what was tried, what was refused, what to do.
 */
public final class DatapathException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatapathException(String message) {
    super(message);
  }

  public DatapathException(String message, Throwable cause) {
    super(message, cause);
  }
}
