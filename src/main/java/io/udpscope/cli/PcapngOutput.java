package io.udpscope.cli;

import io.udpscope.capture.PcapngWriter;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Packets as pcapng. */
final class PcapngOutput implements PacketOutput {
  private final PcapngWriter writer;

  /**
   * @param snaplen bytes kept of each frame
   */
  PcapngOutput(OutputStream out, int snaplen) {
    writer = new PcapngWriter(out, "udpscope " + Version.text(), snaplen);
  }

  @Override
  public void accept(CapturedPacket packet) throws IOException {
    PacketRecord record = packet.record();
    if (!writer.knows(record.ifindex())) {
      writer.addInterface(
          record.ifindex(), packet.interfaceName(), record.isRawIp(), packet.hook());
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

  /** Bytes that the stream took without complaint, whole blocks all of them. */
  long written() {
    return writer.written();
  }
}
