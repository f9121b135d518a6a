package io.udpscope.capture.filter;

/** A filter that cannot be used; the message is for people, in one line. */
public final class FilterException extends Exception {
  private static final long serialVersionUID = 1;

  FilterException(String message) {
    super(message);
  }
}
