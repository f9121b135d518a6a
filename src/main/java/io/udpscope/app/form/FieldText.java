package io.udpscope.app.form;

import io.udpscope.model.PortRange;

/** Reads what fields hold. */
final class FieldText {
  private static final int TOO_MUCH = 10_000_000;

  private FieldText() {}

  /** A port from 1 on. */
  static int port(int field, String text) throws Refusal {
    int port = number(field, text, "a port is a number from 1 to 65535");
    if (port < 1 || port > 65535) {
      throw new Refusal(field, "a port is 1 to 65535");
    }
    return port;
  }

  /** {@code 53} or {@code 5005-5010}. */
  static PortRange ports(int field, String text) throws Refusal {
    int dash = text.indexOf('-');
    String form = "ports are written 53 or 5005-5010";
    int first = number(field, dash < 0 ? text : text.substring(0, dash).strip(), form);
    int last = dash < 0 ? first : number(field, text.substring(dash + 1).strip(), form);
    if (first > 65535 || last > 65535) {
      throw new Refusal(field, "a port is 0 to 65535");
    }
    if (first > last) {
      throw new Refusal(field, "the first port is above the last");
    }
    return new PortRange(first, last);
  }

  static int number(int field, String text, String form) throws Refusal {
    if (!text.matches("[0-9]{1,9}")) {
      throw new Refusal(field, form);
    }
    return Math.min(TOO_MUCH, Integer.parseInt(text));
  }
}
