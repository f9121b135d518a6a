package io.udpscope.model;

/** An address prefix in CIDR notation. The bits behind the prefix are zero. */
public record Prefix(IpAddress address, int length) {
  public Prefix {
    if (length < 0 || length > address.bits()) {
      throw new IllegalArgumentException(
          "a prefix of " + address + " has 0 to " + address.bits() + " bits, not " + length);
    }
    byte[] bytes = address.bytes();
    for (int bit = length; bit < address.bits(); bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    address = IpAddress.of(bytes);
  }

  /**
   * Reads {@code 10.0.0.0/8} or {@code 2001:db8::/32}; an address alone is the prefix of that one.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      IpAddress address = IpAddress.parse(text);
      return new Prefix(address, address.bits());
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not a prefix length: " + length);
    }
    return new Prefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  public boolean contains(IpAddress other) {
    if (other.isIpv6() != address.isIpv6()) {
      return false;
    }
    for (int bit = 0; bit < length; bit++) {
      if (((other.byteAt(bit / 8) ^ address.byteAt(bit / 8)) & 0x80 >> bit % 8) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Every address of {@code other} is one of this prefix as well. */
  public boolean covers(Prefix other) {
    return length <= other.length && contains(other.address);
  }

  /** {@code 10.0.0.0/8}; the length is left out where it is the whole address. */
  @Override
  public String toString() {
    return length == address.bits() ? address.toString() : address + "/" + length;
  }
}
