package io.udpscope.relay;

/** What a round has found to do. */
enum Load {
  NONE,
  SOME,
  /** As much as fits into one round; there may be more. */
  FULL;

  /** The greater one. */
  Load or(Load other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
