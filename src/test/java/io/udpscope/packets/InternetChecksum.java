package io.udpscope.packets;

/** The one's complement sum of RFC 1071, over any number of pieces. */
final class InternetChecksum {
  private long sum;
  private boolean odd;

  InternetChecksum add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  InternetChecksum add(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      sum += odd ? bytes[i] & 0xff : (bytes[i] & 0xff) << 8;
      odd = !odd;
    }
    return this;
  }

  InternetChecksum addShort(int value) {
    sum += value & 0xffff;
    return this;
  }

  /** The checksum that goes into the header; 0 to 65,535. */
  int value() {
    long folded = sum;
    while (folded >> 16 != 0) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) ~folded & 0xffff;
  }
}
