package io.udpscope.model;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a forward may send a packet.
 *
 * @param host an address, or a name that stands for one
 * @param address what the host is at the moment; empty for a name that has not been resolved
 * @param port 0 keeps the packet's, after translation
 * @param weight its share, relative to the other targets' of the forward; from 1
 * @param down by hand: it gets nothing, and its share spreads over the others
 * @param interfaceName the way out; with {@code mac} it skips the route look-up
 * @param mac of the next hop
 */
public record Target(
    String host,
    Optional<IpAddress> address,
    int port,
    int weight,
    boolean down,
    Optional<String> interfaceName,
    Optional<MacAddress> mac) {
  public static final int MAX_WEIGHT = 1000;

  public Target {
    Objects.requireNonNull(interfaceName);
    Objects.requireNonNull(mac);
    if (host.isBlank()) {
      throw new IllegalArgumentException("a target needs an address or a name");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a target's port is 1 to 65535, not " + port);
    }
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "a target's weight is 1 to " + MAX_WEIGHT + ", not " + weight);
    }
    if (mac.isPresent() && interfaceName.isEmpty()) {
      throw new IllegalArgumentException("a target with a mac needs the interface, too");
    }
  }

  public static Target of(IpAddress address, int port) {
    return new Target(
        address.toString(),
        Optional.of(address),
        port,
        1,
        false,
        Optional.empty(),
        Optional.empty());
  }

  public Target withAddress(Optional<IpAddress> resolved) {
    return new Target(host, resolved, port, weight, down, interfaceName, mac);
  }

  public Target withWeight(int changed) {
    return new Target(host, address, port, changed, down, interfaceName, mac);
  }

  public Target withDown(boolean changed) {
    return new Target(host, address, port, weight, changed, interfaceName, mac);
  }

  public Target via(String name, MacAddress nextHop) {
    return new Target(host, address, port, weight, down, Optional.of(name), Optional.of(nextHop));
  }

  /**
   * It is reached on this host alone; so is the name {@code localhost} before it has an address
   * (RFC 6761, 6.3).
   */
  public boolean isLoopback() {
    return address.map(IpAddress::isLoopback).orElse(host.equalsIgnoreCase("localhost"));
  }

  /** As on the command line, without the weight: {@code 10.0.0.1:53}, {@code [2001:db8::1]:53}. */
  public String endpoint() {
    if (port == 0) {
      return host;
    }
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
