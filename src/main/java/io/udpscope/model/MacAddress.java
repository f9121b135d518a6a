package io.udpscope.model;

import java.util.Arrays;

/** An Ethernet address, immutable. */
public final class MacAddress {
  /** Bytes in one. */
  public static final int BYTES = 6;

  private final byte[] bytes;

  private MacAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param bytes 6 of them, as on the wire
   */
  public static MacAddress of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
    }
    return new MacAddress(bytes.clone());
  }

  /**
   * Reads {@code 02:42:ac:11:00:03}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static MacAddress parse(String text) {
    if (!text.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
      throw new IllegalArgumentException("not a MAC address: " + text);
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) Integer.parseInt(text.substring(3 * i, 3 * i + 2), 16);
    }
    return new MacAddress(bytes);
  }

  /** A copy, as on the wire. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MacAddress address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower case, with colons. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(17);
    for (byte one : bytes) {
      if (text.length() > 0) {
        text.append(':');
      }
      text.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
    }
    return text.toString();
  }
}
