package io.udpscope.datapath.bpf.rule;

import io.udpscope.model.IpAddress;
import io.udpscope.model.Prefix;
import java.util.Arrays;
import java.util.List;

/** IPv4 prefixes as tables by the first 16 bits, then by 8 and 8 more. */
final class Ipv4Prefixes {
  private static final int ROOTS = 65536;

  private final PrefixBlocks blocks;
  private final short[] roots = new short[ROOTS];

  private Ipv4Prefixes(PrefixBlocks blocks) {
    this.blocks = blocks;
  }

  /** The roots of one dimension; what no entry covers has the default row. */
  static short[] compile(PrefixBlocks blocks, int defaultRow, List<PrefixRows.Entry> outerFirst) {
    Ipv4Prefixes tables = new Ipv4Prefixes(blocks);
    Arrays.fill(tables.roots, (short) defaultRow);
    for (PrefixRows.Entry entry : outerFirst) {
      tables.paint(entry.prefix(), (short) entry.row());
    }
    return tables.roots;
  }

  private void paint(Prefix prefix, short row) {
    IpAddress address = prefix.address();
    int root = address.byteAt(0) << 8 | address.byteAt(1);
    if (prefix.length() <= 16) {
      Arrays.fill(roots, root, root + (1 << 16 - prefix.length()), row);
      return;
    }
    int third = blockBehindRoot(root);
    if (prefix.length() <= 24) {
      blocks.fill(third, address.byteAt(2), 1 << 24 - prefix.length(), row);
      return;
    }
    int fourth = blockBehind(third, address.byteAt(2));
    blocks.fill(fourth, address.byteAt(3), 1 << 32 - prefix.length(), row);
  }

  /** The block behind a root; made, with the root's row throughout, if it has none. */
  private int blockBehindRoot(int root) {
    if (!PrefixBlocks.isBlock(roots[root])) {
      roots[root] = PrefixBlocks.entryOf(blocks.create(roots[root]));
    }
    return PrefixBlocks.blockOf(roots[root]);
  }

  private int blockBehind(int block, int value) {
    short entry = blocks.get(block, value);
    if (!PrefixBlocks.isBlock(entry)) {
      entry = PrefixBlocks.entryOf(blocks.create(entry));
      blocks.set(block, value, entry);
    }
    return PrefixBlocks.blockOf(entry);
  }
}
