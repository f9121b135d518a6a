package io.udpscope.cli.explain;

import io.udpscope.model.IpAddress;

/** An address and a port of it. */
public record Endpoint(IpAddress address, int port) {
  /**
   * Reads {@code 10.0.0.9:53} or {@code [2001:db8::9]:53}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw malformed();
    }
    String host = text.substring(0, colon);
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    if (brackets != host.indexOf(':') >= 0) {
      throw malformed();
    }
    try {
      String address = brackets ? host.substring(1, host.length() - 1) : host;
      return new Endpoint(IpAddress.parse(address), Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("an address and a port, 10.0.0.9:53 or [2001:db8::9]:53");
  }

  @Override
  public String toString() {
    return (address.isIpv6() ? "[" + address + "]" : address) + ":" + port;
  }
}
