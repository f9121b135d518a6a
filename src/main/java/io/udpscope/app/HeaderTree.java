package io.udpscope.app;

import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers of one packet as lines, each with the bytes of the frame that it speaks of. Reads
 * what was captured and nothing behind it.
 */
public record HeaderTree(List<Line> lines) {
  static final HeaderTree EMPTY = new HeaderTree(List.of());

  /**
   * @param depth 0 for a header, 1 for a field of it
   * @param from first byte of the frame, counted from 0
   * @param length bytes
   */
  public record Line(int depth, String label, String text, int from, int length) {}

  private static final int UDP_BYTES = 8;

  static HeaderTree of(PacketRecord packet, PageRow.PacketRow row) {
    int transportEnd = packet.transportOffset() + UDP_BYTES;
    if (!packet.holds(transportEnd)) {
      return EMPTY;
    }
    List<Line> lines = new ArrayList<>();
    frame(packet, row, lines);
    if (!packet.isRawIp()) {
      ethernet(packet, lines);
    }
    if (packet.isIpv6()) {
      ipv6(packet, lines);
    } else {
      ipv4(packet, lines);
    }
    udp(packet, lines);
    int captured = packet.payloadCaptured();
    int claimed = Math.max(0, packet.udpLength() - UDP_BYTES);
    String size = captured < claimed ? captured + " of " + claimed : Integer.toString(claimed);
    lines.add(new Line(0, "Payload", size + " bytes", transportEnd, captured));
    if (!row.info().isEmpty()) {
      lines.add(new Line(1, "", row.info(), transportEnd, captured));
    }
    return new HeaderTree(List.copyOf(lines));
  }

  private static void frame(PacketRecord packet, PageRow.PacketRow row, List<Line> lines) {
    String fate = row.verdict().word() + " by " + row.rule();
    String way = row.direction() == Direction.OUT ? " bytes out of " : " bytes on ";
    String text = packet.length() + way + row.interfaceName() + ", " + fate;
    lines.add(new Line(0, "Frame", text, 0, packet.captured()));
    if (row.failure() != Failure.NO_FAILURE) {
      String why = "not forwarded: " + row.failure().word() + ", " + row.failure().explanation();
      lines.add(new Line(1, "", why, 0, packet.captured()));
    }
    if (packet.captured() < packet.length()) {
      String captured = packet.captured() + " bytes of it captured";
      lines.add(new Line(1, "", captured, 0, packet.captured()));
    }
  }

  private static void ethernet(PacketRecord packet, List<Line> lines) {
    String macs = mac(packet, 6) + " → " + mac(packet, 0);
    lines.add(new Line(0, "Ethernet", macs, 0, packet.networkOffset()));
    for (int at = 12; at + 4 <= packet.networkOffset() - 2; at += 4) {
      int tci = packet.frameShort(at + 2);
      String text = (tci & 0xfff) + "  priority " + (tci >> 13);
      lines.add(new Line(1, "VLAN", text, at, 4));
    }
  }

  private static String mac(PacketRecord packet, int from) {
    StringBuilder text = new StringBuilder(17);
    for (int i = from; i < from + 6; i++) {
      if (i > from) {
        text.append(':');
      }
      appendHex(text, packet.frameByte(i), 2);
    }
    return text.toString();
  }

  private static void ipv4(PacketRecord packet, List<Line> lines) {
    int at = packet.networkOffset();
    int length = packet.transportOffset() - at;
    String text = addresses(packet) + "  ttl " + packet.ttl();
    lines.add(new Line(0, "IPv4", text, at, length));
    boolean right = foldedSum(packet, at, length, 0) == 0xffff;
    StringBuilder fields = new StringBuilder("length ").append(packet.frameShort(at + 2));
    appendHex(fields.append("  id 0x"), packet.frameShort(at + 4), 4);
    fields.append("  checksum ").append(right ? "ok" : "wrong");
    lines.add(new Line(1, "", fields.toString(), at, length));
    if (packet.frameByte(at + 1) != 0) {
      int service = packet.frameByte(at + 1);
      String dscp = "dscp " + (service >> 2) + "  ecn " + (service & 3);
      lines.add(new Line(1, "", dscp, at + 1, 1));
    }
  }

  private static void ipv6(PacketRecord packet, List<Line> lines) {
    int at = packet.networkOffset();
    int length = packet.transportOffset() - at;
    String text = addresses(packet) + "  hop limit " + packet.ttl();
    lines.add(new Line(0, "IPv6", text, at, length));
    int flow = (packet.frameByte(at + 1) & 0xf) << 16 | packet.frameShort(at + 2);
    StringBuilder fields = new StringBuilder("payload ").append(packet.frameShort(at + 4));
    appendHex(fields.append("  flow 0x"), flow, 5);
    lines.add(new Line(1, "", fields.toString(), at, 40));
    if (length > 40) {
      String extension = "extension headers, " + (length - 40) + " bytes";
      lines.add(new Line(1, "", extension, at + 40, length - 40));
    }
  }

  private static String addresses(PacketRecord packet) {
    return packet.source() + " → " + packet.destination();
  }

  private static void udp(PacketRecord packet, List<Line> lines) {
    String ports = packet.sourcePort() + " → " + packet.destinationPort();
    String text = ports + "  length " + packet.udpLength();
    String checksum = "checksum " + checksum(packet);
    boolean brief = checksum.length() <= "checksum none".length();
    text += brief ? "  " + checksum : "";
    lines.add(new Line(0, "UDP", text, packet.transportOffset(), UDP_BYTES));
    if (!brief) {
      lines.add(new Line(1, "", checksum, packet.transportOffset() + 6, 2));
    }
  }

  /** RFC 768, and RFC 8200, 8.1: a sum over what is sent, with the addresses in front. */
  private static String checksum(PacketRecord packet) {
    if (packet.udpChecksum() == 0) {
      return "none";
    }
    int length = packet.udpLength();
    if (!packet.holds(packet.transportOffset() + length)) {
      StringBuilder text = new StringBuilder("0x");
      appendHex(text, packet.udpChecksum(), 4);
      return text.append(", not all captured").toString();
    }
    int addressBytes = packet.isIpv6() ? 32 : 8;
    int addresses = packet.networkOffset() + (packet.isIpv6() ? 8 : 12);
    int pseudo = foldedSum(packet, addresses, addressBytes, 17 + length);
    int sum = foldedSum(packet, packet.transportOffset(), length, pseudo);
    // A local sender leaves the sum to the device: then only the pseudo header is in it.
    return sum == 0xffff ? "ok" : packet.udpChecksum() == pseudo ? "left to the device" : "wrong";
  }

  /** One's complement sum (RFC 1071). */
  private static int foldedSum(PacketRecord packet, int from, int length, int start) {
    long sum = start;
    for (int i = 0; i + 1 < length; i += 2) {
      sum += packet.frameShort(from + i);
    }
    if (length % 2 == 1) {
      sum += packet.frameByte(from + length - 1) << 8;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) sum;
  }

  private static void appendHex(StringBuilder text, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(Character.forDigit(value >> shift & 0xf, 16));
    }
  }
}
