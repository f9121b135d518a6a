package io.udpscope.app.header;

import io.udpscope.app.page.PageRow;
import io.udpscope.decode.Decoders;
import io.udpscope.decode.Dissection;
import io.udpscope.decode.FieldNode;
import io.udpscope.decode.UdpChecksum;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the headers of a packet, and what its payload says. Reads what was captured and nothing
 * behind it.
 */
public final class HeaderReader {
  private static final int UDP_BYTES = 8;

  private final PacketRecord packet;
  private final PageRow.PacketRow row;
  private final HeaderLines lines = new HeaderLines();

  private HeaderReader(PacketRecord packet, PageRow.PacketRow row) {
    this.packet = packet;
    this.row = row;
  }

  public static HeaderTree read(PacketRecord packet, PageRow.PacketRow row) {
    if (!packet.holds(packet.transportOffset() + UDP_BYTES)) {
      return HeaderTree.EMPTY;
    }
    HeaderReader reader = new HeaderReader(packet, row);
    reader.frame();
    LinkHeaderReader.read(packet, reader.lines);
    IpHeaderReader.read(packet, reader.lines);
    reader.udp();
    reader.payload();
    return reader.lines.tree();
  }

  private void frame() {
    String fate = row.fate().isEmpty() ? "" : ", " + row.fate();
    String way = row.direction() == Direction.OUT ? " bytes out of " : " bytes on ";
    String text = packet.length() + way + row.interfaceName() + fate;
    lines.header("Frame", text, 0, packet.captured());
    boolean failed = row.failure() != Failure.NO_FAILURE;
    boolean cut = packet.captured() < packet.length();
    if (failed || cut) {
      lines.begin();
    }
    if (failed) {
      String why = row.failure().word() + ", " + row.failure().explanation();
      lines.field("not forwarded", why, 0, 0);
    }
    if (cut) {
      lines.field("captured", packet.captured() + " bytes of it", 0, 0);
    }
  }

  private void udp() {
    int at = packet.transportOffset();
    UdpChecksum checksum = UdpChecksum.of(packet);
    String ports = packet.sourcePort() + " → " + packet.destinationPort();
    String text = ports + "  length " + packet.udpLength() + "  checksum " + checksum.word();
    lines.closedHeader("UDP", text, at, UDP_BYTES);
    lines.begin();
    lines.field("source port", Integer.toString(packet.sourcePort()), at, 2);
    lines.field("destination port", Integer.toString(packet.destinationPort()), at + 2, 2);
    lines.field("length", Integer.toString(packet.udpLength()), at + 4, 2);
    String sum = hex(packet.udpChecksum(), 4) + "  " + explained(checksum);
    lines.field("checksum", sum, at + 6, 2);
  }

  private static String explained(UdpChecksum checksum) {
    return switch (checksum) {
      case OK -> "ok";
      case BAD -> "bad: these bytes are not what was sent";
      case NONE -> "none was made";
      case PARTIAL -> "partial: left to the device";
      case UNKNOWN -> "unknown: not all was captured";
    };
  }

  private void payload() {
    int captured = packet.payloadCaptured();
    int claimed = Math.max(0, packet.udpLength() - UDP_BYTES);
    int at = packet.payloadOffset();
    String size = captured < claimed ? captured + " of " + claimed : Integer.toString(claimed);
    Optional<Dissection> dissection = Decoders.dissect(packet);
    if (dissection.isEmpty()) {
      lines.header("Payload", size + " bytes", at, captured);
      return;
    }
    String protocol = dissection.get().summary().protocol().toUpperCase(Locale.ROOT);
    String text = dissection.get().summary().text() + "  (" + size + " bytes)";
    lines.header(protocol, text, at, captured);
    fields(dissection.get().fields());
  }

  private void fields(List<FieldNode> fields) {
    if (fields.isEmpty()) {
      return;
    }
    lines.begin();
    for (FieldNode field : fields) {
      int from = packet.payloadOffset() + field.from();
      lines.field(field.label(), field.text(), from, field.length());
      fields(field.children());
    }
    lines.end();
  }

  static String hex(int value, int digits) {
    StringBuilder text = new StringBuilder("0x");
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(Character.forDigit(value >> shift & 0xf, 16));
    }
    return text.toString();
  }
}
