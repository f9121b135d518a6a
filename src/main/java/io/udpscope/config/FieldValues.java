package io.udpscope.config;

import io.udpscope.model.Capture;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Path;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import java.util.Optional;

/**
 * Reads what a rule's fields hold, written as in the config file; the command line writes it so,
 * too. Each refusal is an {@link IllegalArgumentException} whose message is the reason alone.
 */
public final class FieldValues {
  /** RFC 1035, 2.3.4. */
  private static final int LONGEST_HOST_NAME = 253;

  private FieldValues() {}

  /** {@code 53} or {@code 5005-5010}. */
  public static PortRange ports(String text) {
    if (!text.matches("[0-9]{1,10}(-[0-9]{1,10})?")) {
      throw new IllegalArgumentException("ports are written 53 or 5005-5010");
    }
    int dash = text.indexOf('-');
    long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
    long last = dash < 0 ? first : Long.parseLong(text.substring(dash + 1));
    if (first > 65535 || last > 65535) {
      throw new IllegalArgumentException("a port is 0 to 65535");
    }
    if (first > last) {
      throw new IllegalArgumentException("the first port is above the last");
    }
    return new PortRange((int) first, (int) last);
  }

  public static Prefix prefix(String text) {
    try {
      return Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a prefix such as 10.0.0.0/8 or 2001:db8::/32", e);
    }
  }

  public static Strategy strategy(String text) {
    try {
      return Strategy.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("one of src-ip, src-port, round-robin, all", e);
    }
  }

  public static Path path(String text) {
    for (Path path : Path.values()) {
      if (path.word().equals(text)) {
        return path;
      }
    }
    throw new IllegalArgumentException("one of auto, kernel, relay");
  }

  /** {@code off}: what a rule's {@code capture} can be in one word. */
  public static Capture captureWord(String text) {
    if (text.equals("off")) {
      return Capture.OFF;
    }
    throw new IllegalArgumentException("off, or such as {snaplen: 256, sample: 1}");
  }

  /** {@code keep}, {@code masquerade} or an address. */
  public static Source source(String text) {
    if (text.equals("keep")) {
      return Source.KEEP;
    }
    if (text.equals("masquerade")) {
      return Source.MASQUERADE;
    }
    try {
      return Source.address(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("keep, masquerade or an IP address", e);
    }
  }

  /**
   * An address, or a host name, which is empty here.
   *
   * @throws IllegalArgumentException if it can be neither
   */
  public static Optional<IpAddress> host(String text) {
    if (text.indexOf(':') >= 0 || text.matches("[0-9.]*")) {
      try {
        return Optional.of(IpAddress.parse(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("not an IP address such as 10.0.0.1 or 2001:db8::1", e);
      }
    }
    String label = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    if (text.length() > LONGEST_HOST_NAME
        || !text.matches("(" + label + "\\.)*" + label + "\\.?")) {
      throw new IllegalArgumentException("neither an IP address nor a host name");
    }
    return Optional.empty();
  }
}
