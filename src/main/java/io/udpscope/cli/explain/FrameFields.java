package io.udpscope.cli.explain;

import io.udpscope.model.IpAddress;
import io.udpscope.model.MacAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header fields of a frame by name, in their order, each as people write it. Reads as far as
 * the frame goes and makes sense, and no further.
 */
final class FrameFields {
  static final String IPV4_SOURCE = "IPv4 source";
  static final String IPV4_DESTINATION = "IPv4 destination";
  static final String IPV6_SOURCE = "IPv6 source";
  static final String IPV6_DESTINATION = "IPv6 destination";
  static final String SOURCE_PORT = "UDP source port";
  static final String DESTINATION_PORT = "UDP destination port";

  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_VLAN = 0x8100;
  private static final int ETHERTYPE_SERVICE_VLAN = 0x88a8;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int MAX_VLANS = 2;
  private static final int MAX_EXTENSIONS = 8;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int UDP = 17;

  private final byte[] frame;
  private final Map<String, String> values = new LinkedHashMap<>();

  private FrameFields(byte[] frame) {
    this.frame = frame;
  }

  /**
   * @param rawIp the frame begins with the IP header
   */
  static FrameFields of(byte[] frame, boolean rawIp) {
    FrameFields fields = new FrameFields(frame);
    if (rawIp) {
      fields.readIp(0, frame.length > 0 && (frame[0] & 0xf0) == 0x60);
    } else {
      fields.readEthernet();
    }
    return fields;
  }

  Map<String, String> values() {
    return values;
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<IpAddress> source() {
    return value(IPV4_SOURCE).or(() -> value(IPV6_SOURCE)).map(IpAddress::parse);
  }

  Optional<IpAddress> destination() {
    return value(IPV4_DESTINATION).or(() -> value(IPV6_DESTINATION)).map(IpAddress::parse);
  }

  private boolean has(int from, int length) {
    return from + length <= frame.length;
  }

  private int byteAt(int at) {
    return frame[at] & 0xff;
  }

  private int shortAt(int at) {
    return byteAt(at) << 8 | byteAt(at + 1);
  }

  private void number(String name, int value) {
    values.put(name, Integer.toString(value));
  }

  private void hex(String name, int value) {
    values.put(name, "0x" + HexFormat.of().toHexDigits((short) value));
  }

  private void address(String name, int from, int length) {
    values.put(name, IpAddress.of(Arrays.copyOfRange(frame, from, from + length)).toString());
  }

  private void mac(String name, int from) {
    values.put(name, MacAddress.of(Arrays.copyOfRange(frame, from, from + 6)).toString());
  }

  private void readEthernet() {
    if (!has(0, 14)) {
      return;
    }
    mac("Ethernet destination", 0);
    mac("Ethernet source", 6);
    int at = 12;
    int tags = 0;
    while (has(at, 6)
        && (shortAt(at) == ETHERTYPE_VLAN || shortAt(at) == ETHERTYPE_SERVICE_VLAN)
        && tags < MAX_VLANS) {
      tags++;
      number(tags == 1 ? "VLAN" : "inner VLAN", shortAt(at + 2) & 0xfff);
      at += 4;
    }
    int type = shortAt(at);
    if (type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6) {
      readIp(at + 2, type == ETHERTYPE_IPV6);
    }
  }

  private void readIp(int at, boolean ipv6) {
    if (ipv6) {
      readIpv6(at);
    } else {
      readIpv4(at);
    }
  }

  private void readIpv4(int at) {
    if (!has(at, 20) || (byteAt(at) & 15) < 5) {
      return;
    }
    number("IPv4 length", shortAt(at + 2));
    hex("IPv4 id", shortAt(at + 4));
    number("IPv4 ttl", byteAt(at + 8));
    hex("IPv4 checksum", shortAt(at + 10));
    address(IPV4_SOURCE, at + 12, 4);
    address(IPV4_DESTINATION, at + 16, 4);
    if (byteAt(at + 9) == UDP && (shortAt(at + 6) & 0x3fff) == 0) {
      readUdp(at + 4 * (byteAt(at) & 15));
    }
  }

  private void readIpv6(int at) {
    if (!has(at, 40)) {
      return;
    }
    number("IPv6 length", shortAt(at + 4));
    number("IPv6 hop limit", byteAt(at + 7));
    address(IPV6_SOURCE, at + 8, 16);
    address(IPV6_DESTINATION, at + 24, 16);
    int next = byteAt(at + 6);
    int from = at + 40;
    for (int i = 0; i < MAX_EXTENSIONS && has(from, 8); i++) {
      if (next != HOP_BY_HOP && next != ROUTING && next != DESTINATION_OPTIONS) {
        break;
      }
      next = byteAt(from);
      from += 8 * (byteAt(from + 1) + 1);
    }
    if (next == UDP) {
      readUdp(from);
    }
  }

  private void readUdp(int at) {
    if (!has(at, 8)) {
      return;
    }
    number(SOURCE_PORT, shortAt(at));
    number(DESTINATION_PORT, shortAt(at + 2));
    number("UDP length", shortAt(at + 4));
    hex("UDP checksum", shortAt(at + 6));
  }

  /**
   * @param before empty where the field came to be
   * @param after empty where it went
   */
  record Change(String field, Optional<String> before, Optional<String> after) {}

  /** What another frame has otherwise, or has not, or has more. */
  List<Change> changesTo(FrameFields after) {
    List<Change> changes = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(values.keySet());
    names.addAll(after.values.keySet());
    for (String name : names) {
      if (!value(name).equals(after.value(name))) {
        changes.add(new Change(name, value(name), after.value(name)));
      }
    }
    return changes;
  }
}
