package io.udpscope.datapath;

/**
 * @param snaplen bytes kept of each frame, from its first one, 0 to 65,535; the headers up to the
 *     end of the UDP header are always kept
 * @param sample one packet of a rule in this many, 1 for all
 * @param ringBytes size of the ring, a power of two and a multiple of the page size
 */
public record TapOptions(int snaplen, int sample, int ringBytes) {
  public static final int DEFAULT_SNAPLEN = 256;
  public static final int DEFAULT_RING_BYTES = 32 << 20;
  public static final TapOptions DEFAULT = new TapOptions(DEFAULT_SNAPLEN, 1, DEFAULT_RING_BYTES);

  public static final int MAX_SNAPLEN = 65535;

  public TapOptions {
    if (snaplen < 0 || snaplen > MAX_SNAPLEN) {
      throw new IllegalArgumentException("snaplen is 0 to " + MAX_SNAPLEN + ", not " + snaplen);
    }
    if (sample < 1) {
      throw new IllegalArgumentException("sample is 1 or more, not " + sample);
    }
    if (ringBytes < 4096 || Integer.bitCount(ringBytes) != 1) {
      throw new IllegalArgumentException(
          "a ring's size is a power of two from 4,096, not " + ringBytes);
    }
  }

  public TapOptions withSnaplen(int bytes) {
    return new TapOptions(bytes, sample, ringBytes);
  }
}
