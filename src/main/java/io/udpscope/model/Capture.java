package io.udpscope.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern WORDS =
      Pattern.compile("(?:([0-9]{1,9}) bytes)?(?:(?:^|(?<=bytes), ?)1 in ([0-9]{1,9}))?");

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

  /** In a few words: {@code off}, {@code 64 bytes, 1 in 10}; empty if nothing is said. */
  @Override
  public String toString() {
    if (off) {
      return "off";
    }
    List<String> parts = new ArrayList<>();
    snaplen.ifPresent(bytes -> parts.add(bytes + " bytes"));
    sample.ifPresent(packets -> parts.add("1 in " + packets));
    return String.join(", ", parts);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is anything else; the message is for the user
   */
  public static Capture parse(String text) {
    if (text.equals("off")) {
      return OFF;
    }
    Matcher words = WORDS.matcher(text);
    if (!words.matches()) {
      throw new IllegalArgumentException("off, 64 bytes, 1 in 10, or 64 bytes, 1 in 10");
    }
    return new Capture(false, number(words.group(1)), number(words.group(2)));
  }

  private static OptionalInt number(String digits) {
    return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
  }
}
