package io.udpscope.model;

import java.util.Arrays;

/**
 * An IPv4 or IPv6 address, immutable. Parsing takes literals only and never asks a name server,
 * which {@link java.net.InetAddress#getByName} would do for what is not a literal.
 */
public final class IpAddress {
  private static final IpAddress IPV6_LOOPBACK = parse("::1");

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param bytes 4 or 16 of them, network byte order
   */
  public static IpAddress of(byte[] bytes) {
    if (bytes.length != 4 && bytes.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    }
    return new IpAddress(bytes.clone());
  }

  /**
   * Reads {@code 192.0.2.1} or {@code 2001:db8::1} (RFC 4291, 2.2; also with an IPv4 tail).
   *
   * @throws IllegalArgumentException for anything else, zone names included
   */
  public static IpAddress parse(String text) {
    byte[] bytes = text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    if (bytes == null) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    return new IpAddress(bytes);
  }

  /** 16 bytes; those of IPv4 as an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). */
  public byte[] mapped() {
    if (isIpv6()) {
      return bytes.clone();
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  /** An IPv4-mapped IPv6 address as the IPv4 address that it is; any other as it stands. */
  public IpAddress unmapped() {
    if (!isIpv6()) {
      return this;
    }
    IpAddress ipv4 = new IpAddress(Arrays.copyOfRange(bytes, 12, 16));
    return Arrays.equals(ipv4.mapped(), bytes) ? ipv4 : this;
  }

  private static byte[] parseIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
        return null;
      }
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return bytes;
  }

  private static byte[] parseIpv6(String text) {
    int gap = text.indexOf("::");
    byte[] head = parseGroups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : parseGroups(text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int given = head.length + tail.length;
    if (gap < 0 ? given != 16 : given > 14) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(head, 16);
    System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
    return bytes;
  }

  private static byte[] parseGroups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] groups = text.split(":", -1);
    byte[] bytes = new byte[16];
    int length = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      byte[] group = last && groups[i].contains(".") ? parseIpv4(groups[i]) : parseGroup(groups[i]);
      if (group == null || length + group.length > 16) {
        return null;
      }
      System.arraycopy(group, 0, bytes, length, group.length);
      length += group.length;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] parseGroup(String group) {
    if (!group.matches("[0-9a-fA-F]{1,4}")) {
      return null;
    }
    int value = Integer.parseInt(group, 16);
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  public boolean isIpv6() {
    return bytes.length == 16;
  }

  /** Of 127.0.0.0/8, or ::1: it means this host and never leaves it (RFC 1122, RFC 4291). */
  public boolean isLoopback() {
    return isIpv6() ? equals(IPV6_LOOPBACK) : byteAt(0) == 127;
  }

  /** Bits in an address of this version: 32 or 128. */
  public int bits() {
    return bytes.length * 8;
  }

  /** A copy, network byte order. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Byte {@code index} as 0 to 255; 0 is the first on the wire. */
  public int byteAt(int index) {
    return bytes[index] & 0xff;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * Dotted quad, or IPv6 as RFC 5952 wants it: lower case, the longest run of zero groups as "::".
   */
  @Override
  public String toString() {
    return isIpv6() ? formatIpv6() : formatIpv4();
  }

  private String formatIpv4() {
    return byteAt(0) + "." + byteAt(1) + "." + byteAt(2) + "." + byteAt(3);
  }

  private String formatIpv6() {
    int runStart = -1;
    int runLength = 1; // a single zero group is not shortened
    for (int start = 0; start < 8; start++) {
      int length = 0;
      while (start + length < 8 && group(start + length) == 0) {
        length++;
      }
      if (length > runLength) {
        runStart = start;
        runLength = length;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
        continue;
      }
      if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }

  private int group(int index) {
    return byteAt(2 * index) << 8 | byteAt(2 * index + 1);
  }
}
