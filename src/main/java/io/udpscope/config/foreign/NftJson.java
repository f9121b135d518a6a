package io.udpscope.config.foreign;

import io.udpscope.config.ConfigNode;
import io.udpscope.config.ConfigNode.Fields;
import io.udpscope.config.ConfigNode.Items;
import io.udpscope.config.ConfigNode.Scalar;
import io.udpscope.model.IpAddress;
import java.util.List;
import java.util.Optional;

/** Values in the JSON of libnftables (libnftables-json(5)). */
final class NftJson {
  private static final int LONGEST_WORD = 60;

  private NftJson() {}

  /** The word, number or name that a field of an object is. */
  static Optional<String> text(ConfigNode node, String field) {
    return node.child(field).flatMap(NftJson::text);
  }

  static Optional<String> text(ConfigNode node) {
    return node instanceof Scalar scalar && scalar.text().length() <= LONGEST_WORD
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  static List<ConfigNode> items(ConfigNode node) {
    return node instanceof Items list ? list.items() : List.of();
  }

  /** What an object with one field is: {@code match}, {@code dnat}. */
  static String kind(ConfigNode node) {
    if (node instanceof Fields fields && !fields.fields().isEmpty()) {
      return fields.fields().keySet().iterator().next();
    }
    return text(node).orElse("?");
  }

  /** Both ends of {@code {"range": [a, b]}}. */
  static Optional<List<ConfigNode>> range(ConfigNode node) {
    return node.child("range").map(NftJson::items).filter(ends -> ends.size() == 2);
  }

  /** {@code 0} to {@code most}, both included. */
  static int number(ConfigNode node, int most) {
    String text = text(node).orElse("");
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (number < 0 || number > most) {
      throw new UnsaidException("it has " + node.kind() + " for a number from 0 to " + most);
    }
    return number;
  }

  static IpAddress address(ConfigNode node) {
    try {
      return IpAddress.parse(text(node).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new UnsaidException("it has " + node.kind() + " for an address");
    }
  }
}
