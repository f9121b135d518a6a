package io.udpscope.packets;

/** The one's complement sum of RFC 1071, over any number of pieces. */
public final class InternetChecksum {
  private long sum;
  private boolean odd;

  public InternetChecksum add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  public InternetChecksum add(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      sum += odd ? bytes[i] & 0xff : (bytes[i] & 0xff) << 8;
      odd = !odd;
    }
    return this;
  }

  public InternetChecksum addShort(int value) {
    sum += value & 0xffff;
    return this;
  }

  /** The checksum that goes into the header; 0 to 65,535. */
  public int value() {
    return ~sum() & 0xffff;
  }

  /** The sum itself, 0 to 65,535; 0 only if all that was added is zero. */
  public int sum() {
    long folded = sum;
    while (folded >> 16 != 0) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) folded;
  }
}
