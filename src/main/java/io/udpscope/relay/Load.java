package io.udpscope.relay;

/** What a look at the ring has found. */
enum Load {
  NONE,
  SOME,
  /** As much as fits into one round; there may be more. */
  FULL
}
