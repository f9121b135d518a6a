package io.udpscope.datapath.bpf.rule;

import io.udpscope.datapath.bpf.abi.GenerationLayout;
import io.udpscope.datapath.bpf.abi.PrefixNodeLayout;
import io.udpscope.model.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * IPv6 prefixes as a tree that branches by bytes. Only the bytes by which prefixes part, or in
 * which one ends, have a block; the block's node says which bytes an address must begin with to be
 * right there (a path-compressed trie).
 */
final class Ipv6Prefixes {
  private static final int BYTES = 16;

  /**
   * @param path an address whose first {@code depth} bytes lead to the block
   * @param row of what came this way and does not begin so
   */
  private record Node(int block, IpAddress path, int depth, short row) {}

  private final PrefixBlocks blocks;
  private final List<Node> nodes = new ArrayList<>();

  Ipv6Prefixes(PrefixBlocks blocks) {
    this.blocks = blocks;
  }

  /** The root entry of one dimension; what no prefix covers has the default row. */
  short compile(int defaultRow, List<PrefixRows.Entry> outerFirst) {
    if (!outerFirst.isEmpty() && outerFirst.get(0).prefix().length() == 0) {
      return build(outerFirst.subList(1, outerFirst.size()), 0, (short) outerFirst.get(0).row());
    }
    return build(outerFirst, 0, (short) defaultRow);
  }

  /**
   * @param entries in order of address, outer ones first; longer than {@code depth} bytes, and
   *     alike in these
   * @param row of what they do not cover
   */
  private short build(List<PrefixRows.Entry> entries, int depth, short row) {
    if (entries.isEmpty()) {
      return row;
    }
    IpAddress path = entries.get(0).prefix().address();
    int parting = depth;
    while (goOnAlike(entries, parting)) {
      parting++;
    }
    int block = blocks.create(row);
    nodes.add(new Node(block, path, parting, row));
    for (int from = 0; from < entries.size(); ) {
      from = fill(block, entries, from, parting);
    }
    return PrefixBlocks.entryOf(block);
  }

  /** All of them are longer than this byte, and have the same one. */
  private static boolean goOnAlike(List<PrefixRows.Entry> entries, int index) {
    int value = byteOf(entries.get(0), index);
    for (PrefixRows.Entry entry : entries) {
      if (entry.prefix().length() <= 8 * (index + 1) || byteOf(entry, index) != value) {
        return false;
      }
    }
    return true;
  }

  /** Takes a prefix that ends in this byte, or all that go on behind the same one. */
  private int fill(int block, List<PrefixRows.Entry> entries, int from, int index) {
    PrefixRows.Entry first = entries.get(from);
    int value = byteOf(first, index);
    int end = 8 * (index + 1);
    if (first.prefix().length() <= end) {
      blocks.fill(block, value, 1 << end - first.prefix().length(), (short) first.row());
      return from + 1;
    }
    int to = from + 1;
    while (to < entries.size() && byteOf(entries.get(to), index) == value) {
      to++;
    }
    short behind = build(entries.subList(from, to), index + 1, blocks.get(block, value));
    blocks.set(block, value, behind);
    return to;
  }

  private static int byteOf(PrefixRows.Entry entry, int index) {
    return entry.prefix().address().byteAt(index);
  }

  /**
   * @param generation a {@code struct udpscope_generation} at its start, in native byte order
   */
  void writeTo(ByteBuffer generation) {
    for (Node node : nodes) {
      int at = GenerationLayout.PREFIX_NODES + node.block() * PrefixNodeLayout.SIZE;
      long[] prefix = new long[2];
      long[] mask = new long[2];
      for (int i = 0; i < BYTES; i++) {
        boolean counts = i < node.depth();
        prefix[i / 8] = prefix[i / 8] << 8 | (counts ? node.path().byteAt(i) : 0);
        mask[i / 8] = mask[i / 8] << 8 | (counts ? 0xff : 0);
      }
      generation.putLong(at + PrefixNodeLayout.PREFIX, prefix[0]);
      generation.putLong(at + PrefixNodeLayout.PREFIX + Long.BYTES, prefix[1]);
      generation.putLong(at + PrefixNodeLayout.MASK, mask[0]);
      generation.putLong(at + PrefixNodeLayout.MASK + Long.BYTES, mask[1]);
      generation.putShort(at + PrefixNodeLayout.ROW, node.row());
      generation.put(at + PrefixNodeLayout.BYTE, (byte) node.depth());
    }
  }
}
