package io.udpscope.cli.output;

import io.udpscope.decode.Decoders;
import io.udpscope.decode.Summary;
import io.udpscope.decode.UdpChecksum;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An object a line, its keys those of the command line contract, all of them in every line but for
 * {@code failure}; {@code protocol} and {@code summary} are null where the payload is not
 * recognised; {@code direction}, {@code rule}, {@code action} and {@code verdict} where a file does
 * not say.
 */
final class JsonFormat implements PacketFormat {
  private final TimeText time = new TimeText(ZoneOffset.UTC);

  @Override
  public void append(ByteText text, CapturedPacket packet) {
    PacketRecord record = packet.record();
    text.append("{\"time\":\"");
    time.appendInstant(text, packet.epochNanos());
    text.append("\",\"interface\":");
    appendString(text, packet.interfaceName());
    Direction direction = record.direction();
    appendWord(text, "direction", direction == Direction.UNKNOWN ? null : direction.word());
    text.append(",\"rule\":");
    if (packet.rule().isEmpty()) {
      text.append("null");
    } else {
      appendString(text, packet.rule());
    }
    appendWord(text, "action", packet.action().isEmpty() ? null : packet.action().get().word());
    Verdict verdict = record.verdict();
    appendWord(text, "verdict", verdict == Verdict.UNKNOWN ? null : verdict.word());
    if (record.failure() != Failure.NO_FAILURE) {
      appendWord(text, "failure", record.failure().word());
    }
    text.append(",\"src\":\"");
    FrameText.appendSource(text, record).append("\",\"srcPort\":").append(record.sourcePort());
    text.append(",\"dst\":\"");
    FrameText.appendDestination(text, record).append("\",\"dstPort\":");
    text.append(record.destinationPort()).append(",\"length\":").append(record.length());
    text.append(",\"captured\":").append(record.captured());
    appendVlans(text, record);
    text.append(",\"ttl\":").append(record.ttl());
    text.append(",\"checksum\":\"").append(UdpChecksum.of(record).word());
    appendSummary(text.append('"'), Decoders.summarize(record));
    appendPayload(text, record);
    text.append("}\n");
  }

  /** A word of ours, in which nothing needs a backslash, or null. */
  private static void appendWord(ByteText text, String key, String word) {
    text.append(",\"").append(key).append("\":");
    if (word == null) {
      text.append("null");
    } else {
      text.append('"').append(word).append('"');
    }
  }

  private static void appendVlans(ByteText text, PacketRecord record) {
    text.append(",\"vlan\":[");
    for (int i = 0; i < FrameText.vlanTags(record); i++) {
      text.append(i == 0 ? "" : ",").append(FrameText.vlan(record, i));
    }
    text.append(']');
  }

  private static void appendSummary(ByteText text, Optional<Summary> summary) {
    if (summary.isEmpty()) {
      text.append(",\"protocol\":null,\"summary\":null");
      return;
    }
    appendString(text.append(",\"protocol\":"), summary.get().protocol());
    appendString(text.append(",\"summary\":"), summary.get().text());
  }

  private static void appendPayload(ByteText text, PacketRecord record) {
    text.append(",\"payload\":\"");
    int from = record.payloadOffset();
    int to = from + record.payloadCaptured();
    for (int i = from; i < to; i++) {
      text.appendHex(record.frameByte(i), 2);
    }
    text.append('"');
  }

  /** RFC 8259, 7. */
  private static ByteText appendString(ByteText text, String value) {
    text.append('"');
    int plain = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        text.append(value.substring(plain, i)).append('\\');
        if (c < 0x20) {
          text.append('u').appendHex(c, 4);
        } else {
          text.append(c);
        }
        plain = i + 1;
      }
    }
    return text.append(plain == 0 ? value : value.substring(plain)).append('"');
  }
}
