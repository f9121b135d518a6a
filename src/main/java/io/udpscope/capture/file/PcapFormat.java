package io.udpscope.capture.file;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * The classic format (draft-ietf-opsawg-pcap), in either byte order, with times in micro- or
 * nanoseconds.
 *
 * <pre>
 *   file    | magic (4) | major (2) | minor (2) | 8 unused | snaplen (4) | link type (4) | packets
 *   packet  | seconds (4) | parts of one (4) | captured (4) | length (4) | frame
 * </pre>
 */
final class PcapFormat implements PacketFormat {
  static final int MICROSECONDS_MAGIC = 0xa1b2c3d4;
  static final int NANOSECONDS_MAGIC = 0xa1b23c4d;
  static final int MICROSECONDS_SWAPPED = 0xd4c3b2a1;
  static final int NANOSECONDS_SWAPPED = 0x4d3cb2a1;

  private static final int HEADER_BYTES = 24;
  private static final int PACKET_HEADER_BYTES = 16;

  /** The upper bits tell of frame check sequences (libpcap, pcap/pcap.h, LT_LINKTYPE). */
  private static final int LINKTYPE_MASK = 0x03ff_ffff;

  private static final int VERSION = 2;

  /** Up to here some writers have the two lengths the other way round (libpcap, sf-pcap.c). */
  private static final int LENGTHS_IN_DOUBT = 3;

  private final Window window;
  private final List<FileInterface> interfaces;
  private final boolean lengthsInDoubt;
  private final int nanosAPart;
  private long position = HEADER_BYTES;

  private PcapFormat(Window window, FileInterface source, boolean nanoseconds) {
    this.window = window;
    interfaces = List.of(source);
    lengthsInDoubt = window.u16(6) <= LENGTHS_IN_DOUBT;
    nanosAPart = nanoseconds ? 1 : 1000;
  }

  /**
   * Reads the file's header.
   *
   * @param order of the magic number that was found at the beginning
   */
  static PcapFormat open(Window window, ByteOrder order) throws IOException {
    window.order(order);
    if (!window.holds(0, HEADER_BYTES)) {
      throw new CaptureFileException("it is cut off in the header of pcap");
    }
    if (window.u16(4) != VERSION) {
      throw new CaptureFileException(
          "it is pcap of version " + window.u16(4) + ", and version " + VERSION + " is read");
    }
    boolean nanoseconds = (int) window.u32(0) == NANOSECONDS_MAGIC;
    int linkType = (int) window.u32(20) & LINKTYPE_MASK;
    FileInterface source =
        new FileInterface(
            "interface 1",
            linkType,
            LinkTypes.link(linkType),
            window.u32(16),
            nanoseconds ? TimeScale.NANOSECONDS : TimeScale.MICROSECONDS);
    if (source.unread().isPresent()) {
      throw new CaptureFileException(
          "its packets have " + LinkTypes.describe(linkType) + ", which is not read");
    }
    return new PcapFormat(window, source, nanoseconds);
  }

  @Override
  public String name() {
    return "pcap";
  }

  @Override
  public boolean next(RawPacket packet, long number) throws IOException, DamagedException {
    if (!window.holds(position, PACKET_HEADER_BYTES)) {
      return atEnd(number);
    }
    packet.begin(position);
    packet.epochNanos =
        window.u32(position) * 1_000_000_000L + window.u32(position + 4) * nanosAPart;
    long captured = window.u32(position + 8);
    packet.length = window.u32(position + 12);
    if (lengthsInDoubt && captured > packet.length) {
      captured = packet.length;
      packet.length = window.u32(position + 8);
    }
    packet.captured = checked(captured, number);
    packet.frame = position + PACKET_HEADER_BYTES;
    if (!window.holds(packet.frame, packet.captured)) {
      throw DamagedException.cutOff(number, window.fileEnd());
    }
    position = packet.frame + packet.captured;
    return true;
  }

  private boolean atEnd(long number) throws IOException, DamagedException {
    if (window.fileEnd() > position) {
      throw DamagedException.cutOff(number, window.fileEnd());
    }
    return false;
  }

  private int checked(long captured, long number) throws DamagedException {
    if (captured > RawPacket.MAX_CAPTURED) {
      throw new DamagedException(
          String.format(
              Locale.ROOT,
              "packet %,d at byte %,d claims %,d bytes, and none has more than %,d",
              number,
              position,
              captured,
              RawPacket.MAX_CAPTURED));
    }
    return (int) captured;
  }

  @Override
  public void seek(long to) {
    position = to;
  }

  @Override
  public List<FileInterface> interfaces() {
    return interfaces;
  }
}
