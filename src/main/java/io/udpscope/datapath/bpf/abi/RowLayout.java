package io.udpscope.datapath.bpf.abi;

import static io.udpscope.datapath.bpf.abi.StructLayout.field;

import java.util.List;

/**
 * {@code struct udpscope_row}: the rules that accept one value of one dimension, as bits.
 *
 * <pre>
 *   0          8                        136
 *   | summary  | words: 16 of 64 bits   |
 * </pre>
 */
public final class RowLayout {
  public static final int SIZE = 136;
  public static final int SUMMARY = 0;
  public static final int WORDS = 8;

  static final StructLayout LAYOUT =
      new StructLayout(
          "udpscope_row", SIZE, List.of(field("summary", SUMMARY, 8), field("words", WORDS, 128)));

  private RowLayout() {}
}
