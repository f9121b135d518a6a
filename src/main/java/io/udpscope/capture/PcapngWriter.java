package io.udpscope.capture;

import io.udpscope.model.Direction;
import io.udpscope.model.Hook;
import io.udpscope.model.Link;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes packets as pcapng (draft-ietf-opsawg-pcapng), times in nanoseconds, each packet with its
 * rule and verdict as a comment. Blocks are gathered and go out whole, in few writes. Not for
 * sharing between threads.
 */
public final class PcapngWriter implements AutoCloseable {
  private static final int SECTION_HEADER_BLOCK = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION_BLOCK = 1;
  private static final int INTERFACE_STATISTICS_BLOCK = 5;
  private static final int ENHANCED_PACKET_BLOCK = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  private static final int LINKTYPE_NULL = 0;
  private static final int LINKTYPE_ETHERNET = 1;
  private static final int LINKTYPE_RAW = 101;
  private static final int LINKTYPE_LINUX_SLL = 113;
  private static final int LINKTYPE_LINUX_SLL2 = 276;

  private static final int END_OF_OPTIONS = 0;
  private static final int COMMENT = 1;
  private static final int SECTION_APPLICATION = 4;
  private static final int INTERFACE_NAME = 2;
  private static final int INTERFACE_TIME_RESOLUTION = 9;
  private static final int PACKET_FLAGS = 2;
  private static final int PACKET_DROP_COUNT = 4;
  private static final int PACKET_VERDICT = 7;
  private static final int STATISTICS_RECEIVED = 4;
  private static final int STATISTICS_DROPPED = 5;

  private static final byte NANOSECONDS = 9;
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int FLUSH_AT = 128 << 10;

  /** An interface and a packet, but for its frame and comment: no more than this. */
  private static final long BLOCKS_BYTES = 256;

  /** Of an interface: no more than this. */
  private static final long STATISTICS_BYTES = 128;

  private final OutputStream out;
  private final int snaplen;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private final byte[] frame = new byte[65536];
  private int[] ifindexes = new int[0];
  private Hook[] hooks = new Hook[0];
  private long[] received = new long[0];
  private int blockStart;
  private long written;

  /**
   * Gathers the section header; nothing is written before {@link #flush()} or a full buffer.
   *
   * @param application what wrote the file: {@code udpscope 0.1.0}
   * @param snaplen bytes kept of each frame, for the interface blocks
   */
  public PcapngWriter(OutputStream out, String application, int snaplen) {
    this.out = out;
    this.snaplen = snaplen;
    begin(SECTION_HEADER_BLOCK);
    buffer.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(SECTION_APPLICATION, application.getBytes(StandardCharsets.UTF_8));
    end();
  }

  /** The interface with this index has its block, and packets of it can be written. */
  public boolean knows(int ifindex) {
    return position(ifindex) >= 0;
  }

  /**
   * Describes an interface.
   *
   * @param link what stands before the IP header in its frames
   * @param hook whose verdict the packets that came in bear; empty if that is not known any more
   */
  public void addInterface(int ifindex, String name, Link link, Optional<Hook> hook) {
    ifindexes = Arrays.copyOf(ifindexes, ifindexes.length + 1);
    ifindexes[ifindexes.length - 1] = ifindex;
    hooks = Arrays.copyOf(hooks, ifindexes.length);
    hooks[ifindexes.length - 1] = hook.orElse(null);
    received = Arrays.copyOf(received, ifindexes.length);
    begin(INTERFACE_DESCRIPTION_BLOCK);
    buffer.putShort((short) linkType(link)).putShort((short) 0);
    buffer.putInt(snaplen);
    option(INTERFACE_NAME, name.getBytes(StandardCharsets.UTF_8));
    option(INTERFACE_TIME_RESOLUTION, new byte[] {NANOSECONDS});
    end();
  }

  /** Readers find out the byte order of loopback's header by themselves, as those of libpcap do. */
  private static int linkType(Link link) {
    return switch (link) {
      case ETHERNET -> LINKTYPE_ETHERNET;
      case RAW_IP -> LINKTYPE_RAW;
      case LINUX_COOKED -> LINKTYPE_LINUX_SLL;
      case LINUX_COOKED_2 -> LINKTYPE_LINUX_SLL2;
      case LOOPBACK -> LINKTYPE_NULL;
    };
  }

  /**
   * Adds a packet of an interface that is known.
   *
   * @param epochNanos wall-clock time
   * @param comment empty: none
   * @throws IOException if a full buffer does not go out
   */
  public void write(PacketRecord packet, long epochNanos, String comment) throws IOException {
    int position = position(packet.ifindex());
    received[position]++;
    int captured = packet.captured();
    begin(ENHANCED_PACKET_BLOCK);
    buffer.putInt(position);
    putTime(epochNanos);
    buffer.putInt(captured).putInt((int) packet.length());
    packet.buffer().get(packet.offset() + PacketRecord.FRAME, frame, 0, captured);
    buffer.put(frame, 0, captured);
    pad();
    if (!comment.isEmpty()) {
      option(COMMENT, comment.getBytes(StandardCharsets.UTF_8));
    }
    if (packet.direction() != Direction.UNKNOWN) {
      buffer.putShort((short) PACKET_FLAGS).putShort((short) 4);
      buffer.putInt(packet.direction() == Direction.OUT ? OUTBOUND : INBOUND);
    }
    if (packet.lostBefore() > 0) {
      buffer.putShort((short) PACKET_DROP_COUNT).putShort((short) 8).putLong(packet.lostBefore());
    }
    if (packet.direction() == Direction.IN
        && packet.verdict() != Verdict.UNKNOWN
        && hooks[position] != null) {
      option(PACKET_VERDICT, PcapngVerdict.of(packet.verdict(), hooks[position]));
    }
    end();
    if (buffer.position() >= FLUSH_AT) {
      flush();
    }
  }

  /**
   * Closes the account of each interface. The ring is shared by them, and so is its loss: it stands
   * with the first one, and a comment says so where there are several.
   *
   * @param lost packets that found no room in the ring
   */
  public void writeStatistics(long epochNanos, long lost) {
    for (int i = 0; i < ifindexes.length; i++) {
      begin(INTERFACE_STATISTICS_BLOCK);
      buffer.putInt(i);
      putTime(epochNanos);
      if (ifindexes.length > 1) {
        option(COMMENT, "ifdrop: of all interfaces".getBytes(StandardCharsets.UTF_8));
      }
      buffer.putShort((short) STATISTICS_RECEIVED).putShort((short) 8).putLong(received[i]);
      buffer.putShort((short) STATISTICS_DROPPED).putShort((short) 8).putLong(i == 0 ? lost : 0);
      end();
    }
  }

  /** Hands what is gathered, whole blocks only, to the stream. */
  public void flush() throws IOException {
    if (buffer.position() > 0) {
      out.write(buffer.array(), 0, buffer.position());
      written += buffer.position();
      buffer.clear();
    }
    out.flush();
  }

  /** Bytes that all of it takes at most if such a packet is added, and the statistics. */
  public long mostWith(int captured, int commentBytes) {
    long ending = (ifindexes.length + 1) * STATISTICS_BYTES;
    return written + buffer.position() + BLOCKS_BYTES + captured + commentBytes + ending;
  }

  /** Bytes that the stream took without complaint, whole blocks all of them. */
  public long written() {
    return written;
  }

  /** Flushes, and closes the stream also if that fails. */
  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }

  private int position(int ifindex) {
    for (int i = 0; i < ifindexes.length; i++) {
      if (ifindexes[i] == ifindex) {
        return i;
      }
    }
    return -1;
  }

  /** Type, and room for the length, which stands at both ends of a block. */
  private void begin(int type) {
    blockStart = buffer.position();
    buffer.putInt(type).putInt(0);
  }

  private void end() {
    buffer.putShort((short) END_OF_OPTIONS).putShort((short) 0);
    int length = buffer.position() - blockStart + 4;
    buffer.putInt(length);
    buffer.putInt(blockStart + 4, length);
  }

  private void putTime(long epochNanos) {
    buffer.putInt((int) (epochNanos >>> 32)).putInt((int) epochNanos);
  }

  private void option(int code, byte[] value) {
    buffer.putShort((short) code).putShort((short) value.length).put(value);
    pad();
  }

  private void pad() {
    while (buffer.position() % 4 != 0) {
      buffer.put((byte) 0);
    }
  }
}
