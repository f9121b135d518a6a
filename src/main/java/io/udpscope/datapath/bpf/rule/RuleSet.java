package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.bpf.abi.Limits;

/** A set of rules by their positions, 0 to {@link Limits#MAX_RULES} - 1. */
final class RuleSet {
  private final long[] words = new long[Limits.RULE_WORDS];

  void add(int position) {
    words[position >> 6] |= 1L << position;
  }

  /** Adds it if it is not in, removes it if it is. */
  void toggle(int position) {
    words[position >> 6] ^= 1L << position;
  }

  void addAll(RuleSet other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  RuleSet copy() {
    RuleSet copy = new RuleSet();
    copy.addAll(this);
    return copy;
  }

  /** A copy of the bits: bit n of word m is position 64 m + n. */
  long[] words() {
    return words.clone();
  }
}
