package io.udpscope.capture.file;

import io.udpscope.capture.GrowingRows;
import io.udpscope.model.PacketRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The datagrams of a regular file as rows, however many they are: none of them makes room. Rows
 * stand in blocks of some thousand; where each block begins in the file is kept, and the blocks
 * that were looked at last are. Another one is read again when it is wanted, in about a
 * millisecond. Memory: {@value #BLOCKS_KEPT} blocks of a megabyte, and 24 bytes for each of all.
 *
 * <p>A packet that cannot be read again, since the file was cut meanwhile, is a record without a
 * frame. Used by one thread only.
 */
public final class FileRows implements GrowingRows {
  private static final int BLOCK_ROWS = 4096;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int BLOCKS_KEPT = 8;

  /** A record with all that can be captured, beyond what fills a block. */
  private static final int BEYOND = PacketRecord.size(CaptureFile.MAX_SNAPLEN);

  /** Some thousand consecutive rows. */
  private static final class Block {
    final ByteBuffer records =
        ByteBuffer.allocateDirect(BLOCK_BYTES + BEYOND).order(ByteOrder.nativeOrder());

    /** Where each row's record begins; ones' complement if the row is the gap in front of it. */
    final int[] places = new int[BLOCK_ROWS];

    /** What number the packet of each row has in the file. */
    final long[] numbers = new long[BLOCK_ROWS];

    int number;
    int rows;
    int used;
    long lookedAt;

    void begin(int blockNumber) {
      number = blockNumber;
      rows = 0;
      used = 0;
    }

    /** Has room for a record and the gap in front of it. */
    boolean hasRoom() {
      return rows + 2 <= BLOCK_ROWS && used < BLOCK_BYTES;
    }

    void add(ByteBuffer source, int offset, int length, long packetNumber) {
      if (source.getInt(offset + PacketRecord.LOST) != 0) {
        addRow(~used, packetNumber);
      }
      addRow(used, packetNumber);
      records.put(used, source, offset, length);
      used += length + 7 & ~7;
    }

    private void addRow(int place, long packetNumber) {
      numbers[rows] = packetNumber;
      places[rows++] = place;
    }
  }

  private final FilePackets packets;
  private final List<Block> kept = new ArrayList<>();
  private final ByteBuffer unreadable = unreadable();

  // Of each block: its first row, where its first packet is, and what number that has.
  private long[] firstRows = new long[64];
  private long[] positions = new long[64];
  private long[] numbers = new long[64];
  private int blocks;

  private Block growing;
  private Block last;
  private long endRow;
  private long count;
  private long looks;
  private long lostAgain;

  /**
   * @param packets of a file whose packets can be visited again
   */
  public FileRows(FilePackets packets) {
    if (!packets.isSeekable()) {
      throw new IllegalArgumentException("packets that can be visited once are no rows");
    }
    this.packets = packets;
  }

  private static ByteBuffer unreadable() {
    ByteBuffer record =
        ByteBuffer.allocateDirect(PacketRecord.FRAME).order(ByteOrder.nativeOrder());
    int verdict = PacketRecord.UNKNOWN_VERDICT | PacketRecord.UNKNOWN_DIRECTION;
    record.putShort(PacketRecord.RULE_SLOT, (short) FilePackets.NO_RULE);
    return record.put(PacketRecord.VERDICT, (byte) verdict);
  }

  /** Adds the packet that {@link FilePackets#next} has just gone to. */
  @Override
  public void append(ByteBuffer source, int offset, int length) {
    if (growing == null || !growing.hasRoom()) {
      beginBlock();
    }
    int before = growing.rows;
    growing.add(source, offset, length, packets.number());
    endRow += growing.rows - before;
    count++;
  }

  private void beginBlock() {
    if (blocks == firstRows.length) {
      firstRows = Arrays.copyOf(firstRows, 2 * blocks);
      positions = Arrays.copyOf(positions, 2 * blocks);
      numbers = Arrays.copyOf(numbers, 2 * blocks);
    }
    firstRows[blocks] = endRow;
    positions[blocks] = packets.position();
    numbers[blocks] = packets.number();
    growing = take(blocks);
    blocks++;
  }

  /** Memory for a block: of the one that was looked at longest ago, once there are enough. */
  private Block take(int number) {
    Block block;
    if (kept.size() < BLOCKS_KEPT) {
      block = new Block();
      kept.add(block);
    } else {
      block = null;
      for (Block one : kept) {
        boolean free = one != growing || number == blocks;
        block = free && (block == null || one.lookedAt < block.lookedAt) ? one : block;
      }
    }
    block.begin(number);
    block.lookedAt = ++looks;
    return block;
  }

  private Block block(long row) {
    if (row < 0 || row >= endRow) {
      throw new IndexOutOfBoundsException("row " + row + " is not among 0 to " + (endRow - 1));
    }
    if (last != null && holds(last, row)) {
      return last;
    }
    int found = Arrays.binarySearch(firstRows, 0, blocks, row);
    int number = found < 0 ? -found - 2 : found;
    last = kept.stream().filter(one -> one.number == number).findFirst().orElse(null);
    if (last == null) {
      last = readAgain(number);
    }
    last.lookedAt = ++looks;
    return last;
  }

  private boolean holds(Block block, long row) {
    long first = firstRows[block.number];
    return row >= first && row < first + block.rows;
  }

  private Block readAgain(int number) {
    Block block = take(number);
    int rows = (int) (firstRows[number + 1] - firstRows[number]);
    packets.visit(positions[number], numbers[number]);
    while (block.rows < rows && packets.nextVisited()) {
      if (packets.kind() == Kind.UDP) {
        ByteBuffer record = packets.record();
        int captured = record.getShort(PacketRecord.CAPTURED) & 0xffff;
        block.add(record, 0, PacketRecord.size(captured), packets.visitedNumber());
      }
    }
    while (block.rows < rows) {
      block.add(unreadable, 0, PacketRecord.FRAME, packets.visitedNumber());
      lostAgain++;
    }
    block.rows = rows; // a file that has other packets by now may have a gap too many
    return block;
  }

  @Override
  public long firstRow() {
    return 0;
  }

  @Override
  public long endRow() {
    return endRow;
  }

  @Override
  public long packets() {
    return count;
  }

  @Override
  public long held() {
    return count;
  }

  @Override
  public boolean isGap(long row) {
    Block block = block(row);
    return block.places[at(block, row)] < 0;
  }

  @Override
  public long number(long row) {
    Block block = block(row);
    return block.numbers[at(block, row)];
  }

  @Override
  public PacketRecord packet(long row, PacketRecord flyweight) {
    Block block = block(row);
    int place = block.places[at(block, row)];
    return flyweight.wrap(block.records, place < 0 ? ~place : place);
  }

  private int at(Block block, long row) {
    return (int) (row - firstRows[block.number]);
  }

  /** Rows that were there once and could not be read again. */
  public long lostAgain() {
    return lostAgain;
  }

  /** Of the file, up to the newest packet. */
  @Override
  public long bytesUsed() {
    return packets.position();
  }

  @Override
  public long bytesCapacity() {
    return packets.size();
  }
}
