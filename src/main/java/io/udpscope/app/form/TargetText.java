package io.udpscope.app.form;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import io.udpscope.model.Target;
import java.util.Optional;

/**
 * A target as it is typed: {@code ADDR:PORT*WEIGHT [down] [via INTERFACE [MAC]]}, where all but the
 * address may be left out.
 */
final class TargetText {
  static final String FORM = "ADDR:PORT*WEIGHT [down] [via IFACE [MAC]]";

  private final int field;

  private TargetText(int field) {
    this.field = field;
  }

  static String of(Target target) {
    StringBuilder text = new StringBuilder(target.endpoint());
    if (target.weight() != 1) {
      text.append('*').append(target.weight());
    }
    text.append(target.down() ? " down" : "");
    target.interfaceName().ifPresent(name -> text.append(" via ").append(name));
    target.mac().ifPresent(mac -> text.append(' ').append(mac));
    return text.toString();
  }

  /**
   * @param field where to put a refusal
   */
  static Target parse(int field, String text) throws Refusal {
    return new TargetText(field).parse(text.strip().split("\\s+"));
  }

  private Target parse(String[] words) throws Refusal {
    boolean down = false;
    Optional<String> interfaceName = Optional.empty();
    Optional<MacAddress> mac = Optional.empty();
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("down")) {
        down = true;
      } else if (words[i].equals("via")) {
        i++;
        if (i == words.length) {
          throw refusal("via which interface?");
        }
        interfaceName = Optional.of(words[i]);
      } else if (interfaceName.isPresent() && mac.isEmpty()) {
        mac = Optional.of(mac(words[i]));
      } else {
        throw refusal("not understood: " + words[i] + "; a target is " + FORM);
      }
    }
    return target(words[0], down, interfaceName, mac);
  }

  private Target target(
      String endpoint, boolean down, Optional<String> interfaceName, Optional<MacAddress> mac)
      throws Refusal {
    int star = endpoint.indexOf('*');
    int weight = 1;
    if (star >= 0) {
      String form = "a weight is a number from 1 to " + Target.MAX_WEIGHT;
      weight = FieldText.number(field, endpoint.substring(star + 1), form);
    }
    String address = star < 0 ? endpoint : endpoint.substring(0, star);
    String host = host(address);
    String rest = address.substring(address.startsWith("[") ? host.length() + 2 : host.length());
    int port = 0;
    if (!rest.isEmpty()) {
      if (rest.charAt(0) != ':') {
        throw refusal("not understood: " + rest + "; a target is " + FORM);
      }
      port = FieldText.port(field, rest.substring(1));
    }
    try {
      return new Target(host, address(host), port, weight, down, interfaceName, mac);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  private String host(String address) throws Refusal {
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      if (end < 0) {
        throw refusal("the bracket of " + address + " is not closed");
      }
      return address.substring(1, end);
    }
    int colon = address.indexOf(':');
    // More colons than one, and no brackets: an IPv6 address without a port.
    return colon < 0 || colon != address.lastIndexOf(':') ? address : address.substring(0, colon);
  }

  /** What the host is, unless it is a name. */
  private Optional<IpAddress> address(String host) throws Refusal {
    if (host.isEmpty()) {
      throw refusal("a target needs an address or a name");
    }
    boolean name = host.matches("[0-9a-zA-Z._-]*[a-zA-Z][0-9a-zA-Z._-]*");
    if (name) {
      return Optional.empty();
    }
    try {
      return Optional.of(IpAddress.parse(host));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  private MacAddress mac(String text) throws Refusal {
    try {
      return MacAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  private Refusal refusal(String reason) {
    return new Refusal(field, reason);
  }
}
