package io.udpscope.model;

/** Destination ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {
  public static final PortRange ANY = new PortRange(0, 65535);

  public PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new IllegalArgumentException("not a port range: " + first + "-" + last);
    }
  }

  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  /** {@code 53}, {@code 5005-5010}, or {@code any}. */
  @Override
  public String toString() {
    if (equals(ANY)) {
      return "any";
    }
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
