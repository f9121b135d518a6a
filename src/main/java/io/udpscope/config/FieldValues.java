package io.udpscope.config;

import io.udpscope.model.Action;
import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Path;
import io.udpscope.model.PlainText;
import io.udpscope.model.PortRange;
import io.udpscope.model.Prefix;
import io.udpscope.model.Source;
import io.udpscope.model.Strategy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads what a rule's fields hold, written as in the config file; the command line writes it so,
 * too. Each refusal is an {@link IllegalArgumentException} whose message is the reason alone.
 */
public final class FieldValues {
  /** RFC 1035, 2.3.4. */
  static final int LONGEST_HOST_NAME = 253;

  static final int LONGEST_NAME = 100;

  /** IFNAMSIZ, without the zero at its end. */
  static final int LONGEST_INTERFACE_NAME = 15;

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

  /** Zero is no port that an answer could come to. */
  static PortRange replyPorts(String text) {
    PortRange ports = ports(text);
    if (ports.first() == 0) {
      throw new IllegalArgumentException("reply ports begin at 1");
    }
    return ports;
  }

  /** Nothing in a name may reach a terminal as anything but text. */
  public static String name(String name) {
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a name has at most " + LONGEST_NAME + " characters");
    }
    if (name.isBlank() || !name.equals(name.strip())) {
      throw new IllegalArgumentException("a name begins and ends with what can be seen");
    }
    if (!name.codePoints().allMatch(PlainText::isPlain)) {
      throw new IllegalArgumentException("a name has no control characters");
    }
    return name;
  }

  static Action action(String text) {
    for (Action action : Action.values()) {
      if (action.word().equals(text)) {
        return action;
      }
    }
    throw new IllegalArgumentException("one of pass, drop");
  }

  /** What the kernel takes as one: dev_valid_name() in net/core/dev.c. */
  public static String interfaceName(String text) {
    boolean valid =
        text.length() <= LONGEST_INTERFACE_NAME
            && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_INTERFACE_NAME
            && !text.equals(".")
            && !text.equals("..")
            && text.matches("[^/:\\s\\p{Cntrl}]+");
    if (!valid) {
      throw new IllegalArgumentException("no interface can be called so");
    }
    return text;
  }

  public static MacAddress mac(String text) {
    try {
      return MacAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a MAC address such as 02:42:ac:11:00:03", e);
    }
  }

  public static Prefix prefix(String text) {
    try {
      checkLength(text);
      return Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a prefix such as 10.0.0.0/8 or 2001:db8::/32", e);
    }
  }

  /** Before regular expressions are tried on what may be megabytes. */
  private static void checkLength(String text) {
    if (text.length() > LONGEST_HOST_NAME) {
      throw new IllegalArgumentException("no address or host name has so many characters");
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

  /** {@code keep}, {@code masquerade} or an address. */
  public static Source source(String text) {
    if (text.equals("keep")) {
      return Source.KEEP;
    }
    checkLength(text);
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
    checkLength(text);
    if (text.indexOf(':') >= 0 || text.matches("[0-9.]*")) {
      try {
        return Optional.of(IpAddress.parse(text));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("not an IP address such as 10.0.0.1 or 2001:db8::1", e);
      }
    }
    String label = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    if (!text.matches("(" + label + "\\.)*" + label + "\\.?")) {
      throw new IllegalArgumentException("neither an IP address nor a host name");
    }
    return Optional.empty();
  }
}
