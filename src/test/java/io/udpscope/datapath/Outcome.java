package io.udpscope.datapath;

/** What becomes of a packet that the program sees: exactly one of these. */
enum Outcome {
  UNMATCHED,
  MATCHED,
  FRAGMENT,
  MALFORMED,
  OTHER
}
