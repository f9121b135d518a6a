package io.udpscope.datapath.bpf;

import io.udpscope.datapath.DatapathException;
import io.udpscope.datapath.bpf.abi.Limits;
import io.udpscope.model.IpAddress;
import io.udpscope.model.Prefix;
import java.util.Arrays;
import java.util.List;

/**
 * IPv4 prefixes as tables by the first 16 bits, then by 8 and 8 more: an entry is a row or, with
 * {@link Limits#PREFIX_IS_BLOCK}, the block for the next byte. Both dimensions share the blocks.
 */
final class PrefixBlocks {
  private static final int ROOTS = 65536;
  private static final int BLOCK = 256;

  private short[] blocks = new short[4 * BLOCK];
  private int count;

  /** The roots of one dimension; what no entry covers has the default row. */
  short[] compile(int defaultRow, List<PrefixRows.Entry> outerFirst) {
    short[] roots = new short[ROOTS];
    Arrays.fill(roots, (short) defaultRow);
    for (PrefixRows.Entry entry : outerFirst) {
      paint(roots, entry.prefix(), (short) entry.row());
    }
    return roots;
  }

  private void paint(short[] roots, Prefix prefix, short row) {
    IpAddress address = prefix.address();
    int root = address.byteAt(0) << 8 | address.byteAt(1);
    if (prefix.length() <= 16) {
      Arrays.fill(roots, root, root + (1 << 16 - prefix.length()), row);
      return;
    }
    int middle = blockBehind(roots, root) + address.byteAt(2);
    if (prefix.length() <= 24) {
      Arrays.fill(blocks, middle, middle + (1 << 24 - prefix.length()), row);
      return;
    }
    int last = blockBehindBlock(middle) + address.byteAt(3);
    Arrays.fill(blocks, last, last + (1 << 32 - prefix.length()), row);
  }

  /** Where the block behind a root begins; made, with the root's row throughout, if it has none. */
  private int blockBehind(short[] roots, int root) {
    if ((roots[root] & Limits.PREFIX_IS_BLOCK) == 0) {
      roots[root] = newBlock(roots[root]);
    }
    return (roots[root] & ~Limits.PREFIX_IS_BLOCK & 0xffff) * BLOCK;
  }

  private int blockBehindBlock(int entry) {
    if ((blocks[entry] & Limits.PREFIX_IS_BLOCK) == 0) {
      short block = newBlock(blocks[entry]);
      blocks[entry] = block; // after the call: it may move the array
    }
    return (blocks[entry] & ~Limits.PREFIX_IS_BLOCK & 0xffff) * BLOCK;
  }

  private short newBlock(short row) {
    if (count == Limits.PREFIX_BLOCKS) {
      throw new DatapathException(
          "these rules' IPv4 prefixes need more than "
              + Limits.PREFIX_BLOCKS
              + " blocks of the prefix tables: use fewer, or shorter ones");
    }
    int at = count * BLOCK;
    if (at == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * at);
    }
    Arrays.fill(blocks, at, at + BLOCK, row);
    return (short) (count++ | Limits.PREFIX_IS_BLOCK);
  }

  int count() {
    return count;
  }

  /** All blocks, one behind the other. */
  short[] entries() {
    return Arrays.copyOf(blocks, count * BLOCK);
  }
}
