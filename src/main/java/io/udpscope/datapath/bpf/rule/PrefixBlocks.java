package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Limits;
import java.util.Arrays;

/**
 * The blocks of the prefix tables, which both dimensions and IP versions share: 256 entries each,
 * one for each value of a byte. An entry is a row or, with {@link Limits#PREFIX_IS_BLOCK}, the
 * block for a later byte.
 */
final class PrefixBlocks {
  static final int ENTRIES = 256;

  private short[] entries = new short[4 * ENTRIES];
  private int count;

  static boolean isBlock(short entry) {
    return (entry & Limits.PREFIX_IS_BLOCK) != 0;
  }

  /** The block that an entry stands for. */
  static int blockOf(short entry) {
    return entry & ~Limits.PREFIX_IS_BLOCK & 0xffff;
  }

  /** The entry that stands for a block. */
  static short entryOf(int block) {
    return (short) (block | Limits.PREFIX_IS_BLOCK);
  }

  /** Makes a block whose entries are all this row. */
  int create(short row) {
    if (count == Limits.PREFIX_BLOCKS) {
      throw new DatapathException(
          "these rules' prefixes need more than "
              + Limits.PREFIX_BLOCKS
              + " blocks of the prefix tables: use fewer, or shorter ones");
    }
    if (count * ENTRIES == entries.length) {
      entries = Arrays.copyOf(entries, 2 * entries.length);
    }
    fill(count, 0, ENTRIES, row);
    return count++;
  }

  short get(int block, int value) {
    return entries[block * ENTRIES + value];
  }

  void set(int block, int value, short entry) {
    entries[block * ENTRIES + value] = entry;
  }

  /** Sets {@code length} entries from that of {@code value} on. */
  void fill(int block, int value, int length, short row) {
    int at = block * ENTRIES + value;
    Arrays.fill(entries, at, at + length, row);
  }

  int count() {
    return count;
  }

  /** All blocks, one behind the other. */
  short[] entries() {
    return Arrays.copyOf(entries, count * ENTRIES);
  }
}
