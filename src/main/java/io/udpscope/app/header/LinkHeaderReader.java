package io.udpscope.app.header;

import io.udpscope.model.PacketRecord;
import java.util.Map;

/**
 * Reads what stands before the IP header: Ethernet (IEEE 802.3), Linux cooked in both versions, an
 * address family of loopback, or nothing; and VLAN tags behind the first and the cooked ones.
 */
final class LinkHeaderReader {
  private static final int TAG_BYTES = 4;

  /** {@code PACKET_…} of linux/if_packet.h. */
  private static final Map<Integer, String> SENT_HOW =
      Map.of(
          0, "to us",
          1, "broadcast",
          2, "multicast",
          3, "to another host",
          4, "sent by us");

  private final PacketRecord packet;
  private final HeaderLines lines;

  private LinkHeaderReader(PacketRecord packet, HeaderLines lines) {
    this.packet = packet;
    this.lines = lines;
  }

  static void read(PacketRecord packet, HeaderLines lines) {
    LinkHeaderReader reader = new LinkHeaderReader(packet, lines);
    switch (packet.link()) {
      case ETHERNET -> reader.ethernet();
      case RAW_IP -> {}
      case LINUX_COOKED -> reader.cooked();
      case LINUX_COOKED_2 -> reader.cooked2();
      case LOOPBACK -> reader.loopback();
    }
  }

  private void ethernet() {
    header("Ethernet", new StringBuilder(address(6, 6)).append(" → ").append(address(0, 6)));
    lines.field("destination", address(0, 6), 0, 6);
    lines.field("source", address(6, 6), 6, 6);
    tags(12);
  }

  /** LINKTYPE_LINUX_SLL: kind of packet, ARPHRD_, length of address, address (8), protocol. */
  private void cooked() {
    header("Linux cooked", fromAndHow(packet.frameShort(0), 6, packet.frameShort(4)));
    how(packet.frameShort(0), 0, 2);
    lines.field("hardware", Integer.toString(packet.frameShort(2)), 2, 2);
    lines.field("address length", Integer.toString(packet.frameShort(4)), 4, 2);
    sender(6, packet.frameShort(4));
    tags(14);
  }

  /** LINKTYPE_LINUX_SLL2: the same with the protocol first, and the interface's index. */
  private void cooked2() {
    header("Linux cooked 2", fromAndHow(packet.frameByte(10), 12, packet.frameByte(11)));
    lines.field("type", hex(0), 0, 2);
    long index = packet.frameShort(4) << 16 | packet.frameShort(6);
    lines.field("interface", Long.toString(index), 4, 4);
    lines.field("hardware", Integer.toString(packet.frameShort(8)), 8, 2);
    how(packet.frameByte(10), 10, 1);
    lines.field("address length", Integer.toString(packet.frameByte(11)), 11, 1);
    sender(12, packet.frameByte(11));
    int end = packet.networkOffset();
    for (int at = packet.link().bytes(); at + TAG_BYTES <= end; at += TAG_BYTES) {
      tag(at, at == packet.link().bytes() ? 0 : at - 2);
    }
  }

  private void loopback() {
    boolean network = packet.frameShort(0) == 0;
    int family =
        network ? packet.frameShort(2) : Short.reverseBytes((short) packet.frameShort(0)) & 0xffff;
    lines.closedHeader("Loopback", "address family " + family, 0, packet.networkOffset());
    lines.begin();
    lines.field("family", Integer.toString(family), 0, 4);
  }

  private void header(String name, StringBuilder text) {
    int end = packet.networkOffset();
    for (int at = packet.link().bytes(); at + TAG_BYTES <= end; at += TAG_BYTES) {
      text.append("  vlan ").append(packet.frameShort(at) & 0xfff);
    }
    lines.closedHeader(name, text.toString(), 0, end);
    lines.begin();
  }

  private StringBuilder fromAndHow(int how, int from, int length) {
    StringBuilder text = new StringBuilder();
    if (length > 0) {
      text.append(address(from, Math.min(length, 8))).append("  ");
    }
    return text.append(SENT_HOW.getOrDefault(how, "kind " + how));
  }

  private void how(int kind, int from, int length) {
    lines.field("sent", SENT_HOW.getOrDefault(kind, Integer.toString(kind)), from, length);
  }

  private void sender(int from, int length) {
    if (length > 0) {
      lines.field("source", address(from, Math.min(length, 8)), from, Math.min(length, 8));
    }
  }

  /** A type says that a tag follows, or what else; the tag's own type stands behind its control. */
  private void tags(int firstType) {
    int type = firstType;
    for (; type + TAG_BYTES < packet.networkOffset(); type += TAG_BYTES) {
      tag(type + 2, type);
    }
    lines.field("type", hex(type), type, 2);
  }

  /** IEEE 802.1Q, 9.6: a tag's type, then three bits, one and twelve. */
  private void tag(int at, int type) {
    int control = packet.frameShort(at);
    String id = Integer.toString(control & 0xfff);
    String priority = Integer.toString(control >> 13);
    boolean apart = type + 2 != at;
    lines.field("VLAN", id + "  priority " + priority, apart ? at : type, apart ? 2 : TAG_BYTES);
    lines.begin();
    lines.field("tag", hex(type), type, 2);
    lines.field("priority", priority, at, 1);
    lines.field("drop eligible", (control >> 12 & 1) == 1 ? "yes" : "no", at, 1);
    lines.field("id", id, at, 2);
    lines.end();
  }

  private String hex(int at) {
    return HeaderReader.hex(packet.frameShort(at), 4);
  }

  private String address(int from, int length) {
    StringBuilder text = new StringBuilder(3 * length);
    for (int i = from; i < from + length; i++) {
      text.append(i > from ? ":" : "").append(String.format("%02x", packet.frameByte(i)));
    }
    return text.toString();
  }
}
