package io.udpscope.cli.output;

import io.udpscope.capture.PcapngWriter;
import io.udpscope.model.PacketRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Packets as pcapng. */
public final class PcapngOutput implements PacketOutput {
  /** Of a comment apart from the rule's name, at most. */
  private static final int COMMENT_BYTES = 64;

  private static final int MOST_BYTES_A_CHARACTER = 3;

  private final PcapngWriter writer;

  /**
   * @param snaplen bytes kept of each frame
   */
  public PcapngOutput(OutputStream out, int snaplen) {
    writer = new PcapngWriter(out, "udpscope " + Version.text(), snaplen);
  }

  @Override
  public void accept(CapturedPacket packet) throws IOException {
    PacketRecord record = packet.record();
    if (!writer.knows(record.ifindex())) {
      writer.addInterface(record.ifindex(), packet.interfaceName(), record.link(), packet.hook());
    }
    writer.write(record, packet.epochNanos(), packet.fate());
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

  /** Bytes that all of it takes at most if this packet is added and the end written. */
  long mostWith(CapturedPacket packet) {
    int comment = COMMENT_BYTES + MOST_BYTES_A_CHARACTER * packet.rule().length();
    return writer.mostWith(packet.record().captured(), comment);
  }

  /** Bytes that the stream took without complaint, whole blocks all of them. */
  long written() {
    return writer.written();
  }
}
