package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.datapath.bpf.abi.RowLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The distinct rows of a generation, all dimensions together. Row 0 accepts nothing. */
final class RowTable {
  private final Map<Row, Integer> indexes = new HashMap<>();
  private long[] words = new long[16 * Limits.RULE_WORDS];
  private int count;

  /** A set of rules by position, compared by content. */
  private record Row(long[] bits) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && Arrays.equals(bits, row.bits);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bits);
    }
  }

  RowTable() {
    indexOf(new RuleSet());
  }

  /** The index of the row that holds these rules; a new one only if there was none. */
  int indexOf(RuleSet rules) {
    Row row = new Row(rules.words());
    Integer known = indexes.get(row);
    if (known != null) {
      return known;
    }
    int index = count++;
    if (index >= Limits.ROWS) {
      throw new DatapathException(
          "these rules need more than " + Limits.ROWS + " rows of the match tables: use fewer");
    }
    indexes.put(row, index);
    int at = index * Limits.RULE_WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, 2 * at);
    }
    System.arraycopy(row.bits(), 0, words, at, Limits.RULE_WORDS);
    return index;
  }

  int count() {
    return count;
  }

  /** Writes them all, each with its summary: a bit for each word that is not zero. */
  void writeTo(ByteBuffer generation, int offset) {
    int at = offset;
    for (int row = 0; row < count; row++) {
      long summary = 0;
      for (int word = 0; word < Limits.RULE_WORDS; word++) {
        long bits = words[row * Limits.RULE_WORDS + word];
        generation.putLong(at + RowLayout.WORDS + word * Long.BYTES, bits);
        summary |= bits == 0 ? 0 : 1L << word;
      }
      generation.putLong(at + RowLayout.SUMMARY, summary);
      at += RowLayout.SIZE;
    }
  }
}
