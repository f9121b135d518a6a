package io.udpscope.cli.output;

import io.udpscope.model.PacketRecord;
import java.time.ZoneId;

/**
 * The bytes of each frame as {@code text2pcap} reads them, below a comment line that says what it
 * is:
 *
 * <pre>
 * # 10:15:30.123456 eth0 IP 10.0.0.7.40112 > 10.0.0.2.53: UDP, length 29, rule dns, passed: …
 * 000000 02 42 ac 11 …
 * </pre>
 */
final class HexDumpFormat implements PacketFormat {
  private static final int BYTES_A_LINE = 16;

  private final LineFormat heading;

  HexDumpFormat(ZoneId zone) {
    heading = new LineFormat(zone, false, false, true);
  }

  @Override
  public void append(ByteText text, CapturedPacket packet) {
    PacketRecord record = packet.record();
    text.append("# ");
    heading.appendLine(text, packet);
    text.append('\n');
    int captured = record.captured();
    for (int i = 0; i < captured; i++) {
      if (i % BYTES_A_LINE == 0) {
        text.append(i == 0 ? "" : "\n").appendHex(i, 6);
      }
      text.append(' ').appendHex(record.frameByte(i), 2);
    }
    text.append("\n\n");
  }
}
