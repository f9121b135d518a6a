package io.udpscope.ui;

/** An address with a port in a field that may be too narrow for it. */
final class EndpointText {
  private EndpointText() {}

  /** What is cut out of an endpoint is in the middle: the port is what one looks for. */
  static String fit(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int port = text.lastIndexOf(':');
    if (port < 0) {
      return text;
    }
    String tail = text.substring(port);
    int head = width - tail.length() - 1;
    return head < 1 ? text : text.substring(0, Math.min(head, port)) + "…" + tail;
  }
}
