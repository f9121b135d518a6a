package io.udpscope.datapath;

import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a record says, in values that can be compared.
 *
 * @param rule the name of the rule that decided
 * @param length of the whole frame
 * @param frame what was captured of it, in hexadecimal
 */
record Capture(
    String rule,
    Verdict verdict,
    Failure failure,
    long length,
    long lostBefore,
    int networkOffset,
    int transportOffset,
    boolean rawIp,
    String frame) {

  static Capture of(Datapath datapath, ByteBuffer buffer, int offset) {
    PacketRecord packet = new PacketRecord().wrap(buffer, offset);
    return new Capture(
        datapath.ruleName(packet.ruleSlot()).orElse("removed"),
        packet.verdict(),
        packet.failure(),
        packet.length(),
        packet.lostBefore(),
        packet.networkOffset(),
        packet.transportOffset(),
        packet.isRawIp(),
        HexFormat.of().formatHex(packet.frame()));
  }

  /** The record that a tap of this snaplen should get. */
  static Capture expected(
      DatapathModel.Decision decision, FrameReading reading, byte[] frame, int snaplen) {
    int captured = DatapathModel.captured(frame.length, snaplen, reading);
    return new Capture(
        decision.rule().orElseThrow().name(),
        decision.verdict(),
        decision.failure(),
        frame.length,
        0,
        reading.networkOffset(),
        reading.transportOffset(),
        reading.isRawIp(),
        HexFormat.of().formatHex(frame, 0, captured));
  }

  int captured() {
    return frame.length() / 2;
  }
}
