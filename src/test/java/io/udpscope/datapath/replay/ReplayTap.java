package io.udpscope.datapath.replay;

import io.udpscope.datapath.PacketConsumer;
import io.udpscope.datapath.Tap;
import io.udpscope.datapath.TapOptions;
import io.udpscope.model.Capture;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.TapCounters;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/** A ring in plain memory. */
final class ReplayTap implements Tap {
  /** What became of a packet, and what was in the way of more. */
  record Fate(Verdict verdict, Failure failure, Direction direction) {
    static Fate ofArrived(Verdict verdict, Failure failure) {
      return new Fate(verdict, failure, Direction.IN);
    }

    private int flags() {
      int out = direction == Direction.OUT ? PacketRecord.FLAG_OUT : 0;
      return failure.ordinal() << PacketRecord.FAILURE_SHIFT | out;
    }
  }

  private static final int PREFIX = Integer.BYTES;

  private final TapOptions options;
  private final ByteBuffer ring;
  private long produced;
  private long consumed;
  private long reserved;
  private long lost;
  private long leftOut;
  private long read;
  private int gap;

  ReplayTap(TapOptions options) {
    this.options = options;
    // A record lies in one piece: what begins before the end of the ring may reach beyond it.
    int beyond = PREFIX + PacketRecord.size(TapOptions.MAX_SNAPLEN) + 8;
    ring = ByteBuffer.allocate(options.ringBytes() + beyond).order(ByteOrder.nativeOrder());
  }

  boolean isEmpty() {
    return produced == consumed;
  }

  /** One that the ring has no room for. */
  void lose() {
    lost++;
    gap++;
  }

  /**
   * Whether it takes a packet that is its rule's {@code place}th, from 1; if not, that is counted.
   * It takes the first in each row, where the program takes any.
   */
  boolean wants(Capture ofRule, long place) {
    int sample = ofRule.sample().orElse(options.sample());
    boolean wanted = !ofRule.off() && (place - 1) % sample == 0;
    leftOut += wanted ? 0 : 1;
    return wanted;
  }

  /**
   * @param snaplen the rule's, if it has one
   */
  void offer(ByteBuffer frame, long time, int ifindex, int slot, OptionalInt snaplen, Fate fate) {
    int network = 14;
    int transport = frame.getShort(12) == 0x0800 ? network + 20 : network + 40;
    int captured =
        Math.min(frame.limit(), Math.max(snaplen.orElse(options.snaplen()), transport + 8));
    int size = PREFIX + PacketRecord.size(captured) + 7 & ~7;
    if (produced + size - consumed > options.ringBytes()) {
      lose();
      return;
    }
    int at = (int) (produced % options.ringBytes());
    ring.putInt(at, PacketRecord.size(captured));
    int record = at + PREFIX;
    ring.putLong(record + PacketRecord.TIME, time);
    ring.putInt(record + PacketRecord.IFINDEX, ifindex);
    ring.putInt(record + PacketRecord.LENGTH, frame.limit());
    ring.putInt(record + PacketRecord.LOST, gap);
    ring.putShort(record + PacketRecord.CAPTURED, (short) captured);
    ring.putShort(record + PacketRecord.RULE_SLOT, (short) slot);
    ring.putShort(record + PacketRecord.QUEUE, (short) 0);
    ring.putShort(record + PacketRecord.NETWORK_OFFSET, (short) network);
    ring.putShort(record + PacketRecord.TRANSPORT_OFFSET, (short) transport);
    ring.put(record + PacketRecord.VERDICT, (byte) fate.verdict().ordinal());
    ring.put(record + PacketRecord.FLAGS, (byte) fate.flags());
    ring.put(record + PacketRecord.FRAME, frame, 0, captured);
    produced += size;
    reserved++;
    gap = 0;
  }

  @Override
  public int read(PacketConsumer consumer, int limit) {
    int count = 0;
    while (count < limit && consumed < produced) {
      int at = (int) (consumed % options.ringBytes());
      int length = ring.getInt(at);
      consumer.accept(ring, at + PREFIX, length);
      consumed += PREFIX + length + 7 & ~7;
      count++;
    }
    read += count;
    return count;
  }

  @Override
  public TapCounters counters() {
    return new TapCounters(reserved, lost, leftOut, read);
  }

  @Override
  public void close() {
    consumed = produced;
  }
}
