package io.udpscope.cli.output;

import io.udpscope.decode.Decoders;
import io.udpscope.decode.Summary;
import io.udpscope.decode.UdpChecksum;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A line a packet, in the manner of tcpdump, and below it its bytes if asked for:
 *
 * <pre>
 * 10:15:30.123456 eth0 IP 10.0.0.7.40112 > 10.0.0.2.53: UDP, length 29, rule dns, passed: dns query A example.org
 * </pre>
 */
final class LineFormat implements PacketFormat {
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final TimeText time;
  private final boolean hexDump;
  private final boolean color;
  private final boolean ascii;

  LineFormat(ZoneId zone, boolean hexDump, boolean color, boolean ascii) {
    time = new TimeText(zone);
    this.hexDump = hexDump;
    this.color = color;
    this.ascii = ascii;
  }

  @Override
  public void append(ByteText text, CapturedPacket packet) {
    PacketRecord record = packet.record();
    if (record.lostBefore() > 0) {
      text.append("-- ").append(record.lostBefore()).append(" packets lost here");
      text.append(record.verdict() == Verdict.UNKNOWN ? "\n" : ": ring full\n");
    }
    appendLine(text, packet);
    text.append('\n');
    if (hexDump) {
      appendDump(text, record);
    }
  }

  /** The packet without the end of the line. */
  void appendLine(ByteText text, CapturedPacket packet) {
    PacketRecord record = packet.record();
    time.appendTimeOfDay(text, packet.epochNanos());
    text.append(' ').append(packet.interfaceName());
    text.append(record.direction() == Direction.OUT ? " Out" : "");
    text.append(record.isIpv6() ? " IP6 " : " IP ");
    FrameText.appendSource(text, record).append('.').append(record.sourcePort()).append(" > ");
    FrameText.appendDestination(text, record).append('.').append(record.destinationPort());
    text.append(": UDP, length ").append(Math.max(0, record.udpLength() - 8));
    for (int i = 0; i < FrameText.vlanTags(record); i++) {
      text.append(", vlan ").append(FrameText.vlan(record, i));
    }
    if (UdpChecksum.of(record) == UdpChecksum.BAD) {
      text.append(", checksum bad");
    }
    appendFate(text, packet);
    Optional<Summary> summary = Decoders.summarize(record);
    if (summary.isPresent()) {
      text.append(": ").append(summary.get().protocol()).append(' ');
      text.append(ascii ? inAscii(summary.get().text()) : summary.get().text());
    }
  }

  private void appendFate(ByteText text, CapturedPacket packet) {
    if (!packet.rule().isEmpty()) {
      text.append(", rule ").append(packet.rule());
    }
    Verdict verdict = packet.record().verdict();
    if (verdict == Verdict.UNKNOWN) {
      return;
    }
    boolean red = color && verdict == Verdict.DROPPED;
    text.append(", ").append(red ? RED : "").append(verdict.word()).append(red ? PLAIN : "");
    Failure failure = packet.record().failure();
    if (failure != Failure.NO_FAILURE) {
      text.append(" (").append(failure.word()).append(')');
    }
  }

  private static String inAscii(String text) {
    StringBuilder result = null;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        result = result == null ? new StringBuilder(text) : result;
        result.setCharAt(i, '?');
      }
    }
    return result == null ? text : result.toString();
  }

  /** The frame as {@code tcpdump -XX} shows it: {@code 0x0000: 0242 ac11 … .B....}. */
  private static void appendDump(ByteText text, PacketRecord record) {
    int captured = record.captured();
    for (int row = 0; row < captured; row += 16) {
      text.append("\t0x").appendHex(row, 4).append(": ");
      for (int i = row; i < row + 16; i++) {
        if (i % 2 == 0) {
          text.append(' ');
        }
        if (i < captured) {
          text.appendHex(record.frameByte(i), 2);
        } else {
          text.append("  ");
        }
      }
      text.append("  ");
      for (int i = row; i < Math.min(row + 16, captured); i++) {
        int c = record.frameByte(i);
        text.append(c >= 0x20 && c < 0x7f ? (char) c : '.');
      }
      text.append('\n');
    }
  }
}
