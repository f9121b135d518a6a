package io.udpscope.capture.file;

import io.udpscope.model.Failure;
import io.udpscope.model.Link;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of captured packets, read one after the other: {@link #next()}, then what is asked of that
 * packet. Regular files can also be entered at any packet that was met before. What is wrong with a
 * file ends it, and {@link #ending()} says what; nothing is thrown for it once it is open.
 *
 * <p>Memory is bounded whatever the file claims: a window of {@value Window#MAX_BYTES} bytes at
 * most, and what is said of its interfaces. Used by one thread.
 */
public final class CaptureFile implements AutoCloseable {
  /** Bytes kept of a packet at most: a record has 16 bits for them. */
  public static final int MAX_SNAPLEN = 65_535;

  private static final int UDP_BYTES = 8;

  private final ByteSource source;
  private final Optional<FileChannel> file;
  private final Window window;
  private final PacketFormat format;
  private final int snaplen;
  private final RawPacket packet = new RawPacket();
  private final FrameReader frame = new FrameReader();
  private final ByteBuffer record =
      ByteBuffer.allocateDirect(PacketRecord.size(MAX_SNAPLEN)).order(ByteOrder.nativeOrder());
  private Kind kind = Kind.OTHER;
  private long number;
  private boolean recorded;
  private boolean ended;
  private Optional<String> ending = Optional.empty();

  private CaptureFile(Opening.Opened opened, int snaplen) throws IOException {
    source = opened.source();
    file = opened.file();
    this.snaplen = snaplen;
    window = new Window(source);
    format = Opening.format(window);
  }

  /**
   * @param snaplen bytes to keep of a packet, {@link #MAX_SNAPLEN} at most; headers up to UDP's are
   *     always kept
   */
  public static CaptureFile open(Path file, int snaplen) throws CaptureFileException {
    return opened(() -> Opening.file(file, Optional.empty()), snaplen);
  }

  /**
   * The same, and packets of a packed file can be visited again, too, as long as there is room.
   *
   * @param spool the directory where it is kept unpacked, under no name
   */
  public static CaptureFile open(Path file, int snaplen, Path spool) throws CaptureFileException {
    return opened(() -> Opening.file(file, Optional.of(spool)), snaplen);
  }

  /** What comes out of a pipe, whose packets cannot be visited twice. Closed with this. */
  public static CaptureFile of(InputStream in, int snaplen) throws CaptureFileException {
    return opened(() -> Opening.stream(in), snaplen);
  }

  /** What a test has opened. */
  static CaptureFile of(Opening.Opened opened, int snaplen) throws CaptureFileException {
    return opened(() -> opened, snaplen);
  }

  private interface Opener {
    Opening.Opened open() throws IOException;
  }

  private static CaptureFile opened(Opener opener, int snaplen) throws CaptureFileException {
    try {
      Opening.Opened opened = opener.open();
      try {
        return new CaptureFile(opened, snaplen);
      } catch (IOException e) {
        opened.source().close();
        throw e;
      }
    } catch (CaptureFileException e) {
      throw e;
    } catch (IOException e) {
      throw new CaptureFileException("it cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Goes to the next packet. Of a pipe it waits for one.
   *
   * @return false at the end; {@link #ending()} says whether it is the proper one
   */
  public boolean next() {
    if (ended) {
      return false;
    }
    try {
      if (!format.next(packet, number + 1)) {
        return end(Optional.empty());
      }
    } catch (DamagedException e) {
      return end(Optional.of(e.getMessage()));
    } catch (IOException e) {
      String place = String.format(Locale.ROOT, "cannot be read behind packet %,d: ", number);
      return end(Optional.of(place + e.getMessage()));
    }
    number++;
    recorded = false;
    kind =
        frame.read(
            window.bytes(),
            window.index(packet.frame),
            packet.captured,
            length(),
            source().linkType());
    return true;
  }

  private boolean end(Optional<String> reason) {
    ended = true;
    ending = reason;
    kind = Kind.OTHER; // what was in the window may be gone
    return false;
  }

  /** The file's word goes before the link header's. */
  private int direction() {
    return packet.direction == RawPacket.NO_DIRECTION ? frame.direction() : packet.direction;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The packet as a {@link PacketRecord} at offset 0 of a direct buffer in native byte order; the
   * same buffer each time. Its time is nanoseconds since 1970, its ifindex the place of its
   * interface in {@link #interfaces()}, from 1.
   *
   * @throws IllegalStateException if it is not {@link Kind#UDP}
   */
  public ByteBuffer record() {
    if (kind != Kind.UDP) {
      throw new IllegalStateException("packet " + number + " has no record: it is " + kind);
    }
    if (!recorded) {
      makeRecord();
      recorded = true;
    }
    return record;
  }

  private void makeRecord() {
    int kept = Math.max(snaplen, frame.transportOffset() + UDP_BYTES);
    int captured = Math.min(packet.captured, Math.min(kept, MAX_SNAPLEN));
    Annotation said = packet.annotation;
    record.putLong(PacketRecord.TIME, packet.epochNanos);
    record.putInt(PacketRecord.IFINDEX, packet.interfaceIndex + 1);
    record.putInt(PacketRecord.LENGTH, (int) length());
    record.putInt(PacketRecord.LOST, (int) Math.min(packet.lostBefore, 0xffff_ffffL));
    record.putShort(PacketRecord.CAPTURED, (short) captured);
    record.putShort(PacketRecord.NETWORK_OFFSET, (short) frame.networkOffset());
    record.putShort(PacketRecord.TRANSPORT_OFFSET, (short) frame.transportOffset());
    record.put(PacketRecord.VERDICT, (byte) verdictBits(said.verdict()));
    record.put(PacketRecord.FLAGS, (byte) flags(said.failure()));
    int from = window.index(packet.frame);
    record.put(PacketRecord.FRAME, window.bytes(), from, captured);
  }

  private int verdictBits(Optional<Verdict> verdict) {
    int code = verdict.isPresent() ? verdict.get().code() : PacketRecord.UNKNOWN_VERDICT;
    boolean said = direction() == RawPacket.INBOUND || direction() == RawPacket.OUTBOUND;
    return said ? code : code | PacketRecord.UNKNOWN_DIRECTION;
  }

  private int flags(Failure failure) {
    int flags = PacketRecord.flags(source().link().orElse(Link.ETHERNET));
    if (direction() == RawPacket.OUTBOUND) {
      flags |= PacketRecord.FLAG_OUT;
    }
    return flags | failure.ordinal() << PacketRecord.FAILURE_SHIFT;
  }

  /** A copy of what the file has of the frame, whatever it is. */
  public byte[] frame() {
    byte[] bytes = new byte[packet.captured];
    window.bytes().get(window.index(packet.frame), bytes);
    return bytes;
  }

  /** Bytes that the frame had on the wire. */
  public long length() {
    return Math.max(packet.length, packet.captured); // some writers give none, or too few
  }

  /** The interface that the packet is of. */
  public FileInterface source() {
    return format.interfaces().get(packet.interfaceIndex);
  }

  /** Of the packet, from 1, of whatever kind they are. */
  public long number() {
    return number;
  }

  /** The rule that decided the packet, if the file was written here and says so. */
  public Optional<String> rule() {
    return packet.annotation.rule();
  }

  /** What became of the packet, if the file says so. */
  public Optional<Verdict> verdict() {
    return packet.annotation.verdict();
  }

  /** Where the packet begins in the file, bytes. */
  public long position() {
    return packet.position;
  }

  /**
   * Packets can be visited in any order: a regular file that is not packed, or is kept unpacked.
   */
  public boolean isSeekable() {
    return source.isSeekable();
  }

  /** Why they cannot, or not any more, though that was asked for. */
  public Optional<String> refusal() {
    return source.refusal();
  }

  /**
   * {@link #next()} then goes to that packet.
   *
   * @param position what {@link #position()} said when it was met
   * @param packetNumber what {@link #number()} said
   */
  public void seek(long position, long packetNumber) {
    if (!isSeekable()) {
      throw new IllegalStateException("what comes in a stream cannot be visited twice");
    }
    format.seek(position);
    number = packetNumber - 1;
    ended = false;
    ending = Optional.empty();
  }

  /** A regular file whose bytes are unpacked on the way. */
  boolean isPacked() {
    return file.isPresent();
  }

  /** {@code pcap} or {@code pcapng}. */
  public String formatName() {
    return format.name();
  }

  /** Bytes taken of {@link #size()}: up to the packet, or, of a packed file, up to its end. */
  public long bytesRead() {
    try {
      return file.isPresent()
          ? file.get().position()
          : isSeekable() && !ended ? packet.position : source.size();
    } catch (IOException e) {
      return 0; // what is wrong with it shows when it is read
    }
  }

  /** Bytes of the file, as they are on the disk; empty of a pipe. */
  public OptionalLong size() {
    try {
      return file.isPresent()
          ? OptionalLong.of(file.get().size())
          : isSeekable() ? OptionalLong.of(source.size()) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** As far as the file has named them; their places never change. */
  public List<FileInterface> interfaces() {
    return format.interfaces();
  }

  /** Behind the last packet: why the file ended before its end; else empty. */
  public Optional<String> ending() {
    return ending;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
