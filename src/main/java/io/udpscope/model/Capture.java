package io.udpscope.model;

import java.util.OptionalInt;

/**
 * What taps take of a rule's packets. What it leaves open is as each tap wants it. Neither the
 * rule's counters nor the relay ask it.
 *
 * @param off no packet is taken; then nothing else is said
 * @param snaplen bytes kept of each frame, from its first one; the headers up to the end of the UDP
 *     header are always kept
 * @param sample one packet in this many is taken, 1 for all
 */
public record Capture(boolean off, OptionalInt snaplen, OptionalInt sample) {
  public static final int MAX_SNAPLEN = 65535;
  public static final int MAX_SAMPLE = 1_000_000;

  /** As each tap wants it. */
  public static final Capture DEFAULT =
      new Capture(false, OptionalInt.empty(), OptionalInt.empty());

  public static final Capture OFF = new Capture(true, OptionalInt.empty(), OptionalInt.empty());

  public Capture {
    if (off && (snaplen.isPresent() || sample.isPresent())) {
      throw new IllegalArgumentException("what is not captured has neither snaplen nor sample");
    }
    if (snaplen.isPresent() && (snaplen.getAsInt() < 0 || snaplen.getAsInt() > MAX_SNAPLEN)) {
      throw new IllegalArgumentException(
          "snaplen is 0 to " + MAX_SNAPLEN + ", not " + snaplen.getAsInt());
    }
    if (sample.isPresent() && (sample.getAsInt() < 1 || sample.getAsInt() > MAX_SAMPLE)) {
      throw new IllegalArgumentException(
          "sample is 1 to " + MAX_SAMPLE + ", not " + sample.getAsInt());
    }
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  public Capture withSnaplen(OptionalInt changed) {
    return new Capture(off, changed, sample);
  }

  public Capture withSample(OptionalInt changed) {
    return new Capture(off, snaplen, changed);
  }

  /** In a few words: {@code off}, {@code 64 bytes of 1 in 10}, {@code all}. */
  @Override
  public String toString() {
    if (off) {
      return "off";
    }
    String packets = sample.orElse(1) == 1 ? "all" : "1 in " + sample.getAsInt();
    return snaplen.isPresent() ? snaplen.getAsInt() + " bytes of " + packets : packets;
  }
}
