package io.udpscope.capture.file;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * The format with sections, interfaces and options (draft-ietf-opsawg-pcapng). Blocks that are not
 * known are stepped over, however long they are.
 *
 * <pre>
 *   block      | type (4) | length (4) | body … | length again (4) |
 *   section    | magic (4) | major (2) | minor (2) | length (8) | options
 *   packet     | interface (4) | time (8) | captured (4) | length (4) | frame … | options
 *   obsolete   | interface (2) | drops (2) | time (8) | captured (4) | length (4) | frame … | options
 *   simple     | length (4) | frame …
 * </pre>
 */
final class PcapngFormat implements PacketFormat {
  static final int SECTION_HEADER_BLOCK = 0x0a0d0d0a;

  private static final int INTERFACE_DESCRIPTION_BLOCK = 1;
  private static final int OBSOLETE_PACKET_BLOCK = 2;
  private static final int SIMPLE_PACKET_BLOCK = 3;
  private static final int ENHANCED_PACKET_BLOCK = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

  private static final int BLOCK_HEADER = 8;
  private static final int TRAILER = 4;
  private static final int SMALLEST_BLOCK = BLOCK_HEADER + TRAILER;
  private static final int SMALLEST_SECTION = 28;
  private static final int SMALLEST_INTERFACE = 20;
  private static final int FRAME = 28;
  private static final int SIMPLE_FRAME = 12;
  private static final int DROPS_UNKNOWN = 0xffff;

  private final Window window;
  private final Sections sections = new Sections();
  private final PcapngOptions options;
  private long position;
  private long number = 1;
  private boolean inPacket;

  private PcapngFormat(Window window) {
    this.window = window;
    options = new PcapngOptions(window);
  }

  /** Reads the first section's header. */
  static PcapngFormat open(Window window) throws IOException {
    PcapngFormat format = new PcapngFormat(window);
    try {
      format.section();
      return format;
    } catch (DamagedException e) {
      throw new CaptureFileException("it is pcapng, and " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "pcapng";
  }

  @Override
  public List<FileInterface> interfaces() {
    return sections.interfaces();
  }

  @Override
  public void seek(long to) {
    position = to;
    sections.seek(to);
    window.order(sections.order());
  }

  @Override
  public boolean next(RawPacket packet, long packetNumber) throws IOException, DamagedException {
    number = packetNumber;
    inPacket = false;
    while (window.holds(position, BLOCK_HEADER)) {
      int type = (int) window.u32(position);
      long length = window.u32(position + 4);
      switch (type) {
        case SECTION_HEADER_BLOCK -> length = section();
        case INTERFACE_DESCRIPTION_BLOCK -> describe(whole(length, SMALLEST_INTERFACE));
        case ENHANCED_PACKET_BLOCK, OBSOLETE_PACKET_BLOCK, SIMPLE_PACKET_BLOCK -> {
          inPacket = true;
          packet.begin(position);
          packet(packet, type, length);
          position += length;
          return true;
        }
        default -> stepOver(length);
      }
      position += length;
    }
    if (window.fileEnd() > position) {
      throw cutOff();
    }
    return false;
  }

  private DamagedException cutOff() throws IOException {
    return inPacket
        ? DamagedException.cutOff(number, window.fileEnd())
        : new DamagedException(
            String.format(
                Locale.ROOT,
                "cut off behind packet %,d at byte %,d",
                number - 1,
                window.fileEnd()));
  }

  private DamagedException wrong(String what) {
    return new DamagedException(
        String.format(Locale.ROOT, "the block at byte %,d %s", position, what));
  }

  private long section() throws IOException, DamagedException {
    if (!window.holds(position, SMALLEST_SECTION)) {
      throw cutOff();
    }
    window.order(ByteOrder.BIG_ENDIAN);
    int magic = (int) window.u32(position + BLOCK_HEADER);
    if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
      throw wrong("begins a section without a byte order");
    }
    ByteOrder order = magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    window.order(order);
    int major = window.u16(position + 12);
    if (major != 1) {
      throw wrong("begins a section of version " + major + ", and version 1 is read");
    }
    long length = window.u32(position + 4);
    if (length < SMALLEST_SECTION) {
      throw wrong("claims " + length + " bytes");
    }
    stepOver(length);
    sections.begin(position, order);
    return length;
  }

  /** The block has its end where it says. */
  private void stepOver(long length) throws IOException, DamagedException {
    if (length < SMALLEST_BLOCK) {
      throw wrong("claims " + length + " bytes");
    }
    long trailer = position + length - TRAILER;
    if (!window.holds(trailer, TRAILER)) {
      throw cutOff();
    }
    if (window.u32(trailer) != length) {
      throw wrong("claims " + length + " bytes, and at its end " + window.u32(trailer));
    }
  }

  /** All of a block that is read is in the window. */
  private int whole(long length, int smallest) throws IOException, DamagedException {
    if (length < smallest || length > Window.MAX_BYTES) {
      throw wrong(String.format(Locale.ROOT, "claims %,d bytes", length));
    }
    if (!window.holds(position, (int) length)) {
      throw cutOff();
    }
    stepOver(length);
    return (int) length;
  }

  private void describe(int length) throws DamagedException {
    if (sections.isNews(position)) {
      int linkType = window.u16(position + 8);
      String other = "interface " + (sections.interfaces().size() + 1);
      options.readInterface(position + 16, position + length - TRAILER);
      sections.describe(
          position,
          new FileInterface(
              options.name().orElse(other),
              linkType,
              LinkTypes.link(linkType),
              window.u32(position + 12),
              options.resolution()));
    }
  }

  private void packet(RawPacket packet, int type, long claimed)
      throws IOException, DamagedException {
    if (type == SIMPLE_PACKET_BLOCK) {
      simple(packet, whole(claimed, SIMPLE_FRAME + TRAILER));
      return;
    }
    int length = whole(claimed, FRAME + TRAILER);
    if (type == ENHANCED_PACKET_BLOCK) {
      from(packet, window.u32(position + 8));
      frame(packet, length);
    } else {
      from(packet, window.u16(position + 8));
      frame(packet, length);
      int drops = window.u16(position + 10);
      packet.lostBefore = drops == DROPS_UNKNOWN ? 0 : drops;
    }
  }

  private void from(RawPacket packet, long interfaceNumber) throws DamagedException {
    packet.interfaceIndex = sections.index(interfaceNumber, position);
    if (packet.interfaceIndex < 0) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "holds packet %,d of interface %,d, which is not described before it",
              number,
              interfaceNumber));
    }
  }

  /** What an enhanced packet block and an obsolete one have in common. */
  private void frame(RawPacket packet, int length) throws DamagedException {
    long units = window.u32(position + 12) << 32 | window.u32(position + 16);
    TimeScale scale = sections.interfaces().get(packet.interfaceIndex).resolution();
    packet.epochNanos = scale.epochNanos(units);
    packet.captured = captured(window.u32(position + 20), length - FRAME - TRAILER);
    packet.length = window.u32(position + 24);
    packet.frame = position + FRAME;
    long end = position + length - TRAILER;
    options.readPacket(packet, packet.frame + (packet.captured + 3 & ~3), end);
  }

  /** It names no interface: it is of the section's first one; and no time. */
  private void simple(RawPacket packet, int length) throws DamagedException {
    from(packet, 0);
    packet.epochNanos = 0;
    packet.length = window.u32(position + 8);
    long snaplen = sections.interfaces().get(packet.interfaceIndex).snaplen();
    long kept = snaplen == 0 ? packet.length : Math.min(packet.length, snaplen);
    int room = length - SIMPLE_FRAME - TRAILER;
    packet.captured = captured(Math.min(kept, room), room);
    packet.frame = position + SIMPLE_FRAME;
  }

  private int captured(long claimed, int room) throws DamagedException {
    if (claimed > room || claimed > RawPacket.MAX_CAPTURED) {
      throw wrong(
          String.format(
              Locale.ROOT, "claims %,d bytes of packet %,d in %,d", claimed, number, room));
    }
    return (int) claimed;
  }
}
