package io.udpscope.cli;

import io.udpscope.capture.PcapngWriter;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import java.io.IOException;

/** Packets as pcapng. */
final class PcapngOutput implements PacketOutput {
  private final PcapngWriter writer;

  PcapngOutput(PcapngWriter writer) {
    this.writer = writer;
  }

  @Override
  public void accept(CapturedPacket packet) throws IOException {
    PacketRecord record = packet.record();
    if (!writer.knows(record.ifindex())) {
      writer.addInterface(record.ifindex(), packet.interfaceName(), record.isRawIp());
    }
    String failure =
        record.failure() == Failure.NO_FAILURE ? "" : " (" + record.failure().word() + ")";
    String comment = "rule " + packet.rule() + ", " + record.verdict().word() + failure;
    writer.write(record, packet.epochNanos(), comment);
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void finish(long epochNanos, long lost) throws IOException {
    writer.writeStatistics(epochNanos, lost);
    writer.flush();
  }
}
