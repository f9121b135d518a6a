package io.udpscope.config.foreign;

import io.udpscope.config.FieldValues;
import io.udpscope.config.ValueType;
import io.udpscope.config.ValueType.Text;
import io.udpscope.config.ValueType.WholeNumber;
import io.udpscope.model.IpAddress;

/** What values are in other programs' rules, as far as they have it in common. */
final class ForeignTypes {
  private static final int LONGEST_ADDRESS = 45;

  static final ValueType<IpAddress> ADDRESS =
      new Text<>("192.0.2.10", "^[0-9A-Fa-f:.]+$", LONGEST_ADDRESS, ForeignTypes::address);
  static final ValueType<Integer> PORT = new WholeNumber(1, 65535);

  private ForeignTypes() {}

  private static IpAddress address(String text) {
    return FieldValues.host(text)
        .orElseThrow(() -> new IllegalArgumentException("an IP address is wanted, not a name"));
  }
}
