package io.udpscope.cli.explain;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A classic pcap file (draft-ietf-opsawg-pcap), of Ethernet or of bare IP. */
final class PcapFile {
  private static final int HEADER_BYTES = 24;
  private static final int PACKET_HEADER_BYTES = 16;
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
  private static final int MAGIC_PCAPNG = 0x0a0d0d0a;
  private static final int LINKTYPE_MASK = 0x0fff_ffff;
  private static final int LINKTYPE_ETHERNET = 1;

  /** DLT_RAW, as some systems number it, LINKTYPE_RAW, LINKTYPE_IPV4 and LINKTYPE_IPV6. */
  private static final int[] RAW_LINKTYPES = {12, 14, 101, 228, 229};

  /** More than any writer keeps of a packet (MAXIMUM_SNAPLEN of libpcap). */
  private static final int MAX_PACKET = 262_144;

  private PcapFile() {}

  /**
   * @param frame what was kept of it
   * @param rawIp it begins with the IP header
   * @param length on the wire
   */
  record Packet(byte[] frame, boolean rawIp, long length) {}

  /**
   * @param number of the packet, from 1
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no such file, or has no such packet; the reason alone
   */
  static Packet packet(Path file, long number) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(new BufferedInputStream(in))) {
      ByteBuffer header = read(data, HEADER_BYTES);
      boolean rawIp = isRawIp(header.order(order(header.getInt(0))).getInt(20) & LINKTYPE_MASK);
      for (long i = 1; ; i++) {
        ByteBuffer packet = read(data, PACKET_HEADER_BYTES).order(header.order());
        int captured = packet.getInt(8);
        if (captured < 0 || captured > MAX_PACKET) {
          throw new IllegalArgumentException("packet " + i + " has a length that cannot be");
        }
        byte[] frame = read(data, captured).array();
        if (i == number) {
          return new Packet(frame, rawIp, packet.getInt(12) & 0xffff_ffffL);
        }
      }
    } catch (EOFException e) {
      throw new IllegalArgumentException("it ends before packet " + number, e);
    }
  }

  private static ByteBuffer read(DataInputStream data, int length) throws IOException {
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static ByteOrder order(int magic) {
    if (magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS) {
      return ByteOrder.BIG_ENDIAN;
    }
    int swapped = Integer.reverseBytes(magic);
    if (swapped == MAGIC_MICROSECONDS || swapped == MAGIC_NANOSECONDS) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    throw new IllegalArgumentException(
        magic == MAGIC_PCAPNG
            ? "it is pcapng, and pcap is read here: editcap -F pcap IN OUT makes it"
            : "it is no pcap file");
  }

  private static boolean isRawIp(int linktype) {
    for (int raw : RAW_LINKTYPES) {
      if (linktype == raw) {
        return true;
      }
    }
    if (linktype != LINKTYPE_ETHERNET) {
      throw new IllegalArgumentException(
          "its packets have link type " + linktype + ", and Ethernet and bare IP are read here");
    }
    return false;
  }
}
