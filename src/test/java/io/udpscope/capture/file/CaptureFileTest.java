package io.udpscope.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {
  @TempDir Path directory;

  private static byte[] pcap(byte[] frame) {
    return ByteBuffer.allocate(24 + 16 + frame.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0xa1b2c3d4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(65535)
        .putInt(1)
        .putInt(1_795_169_730)
        .putInt(123_456)
        .putInt(frame.length)
        .putInt(frame.length)
        .put(frame)
        .array();
  }

  @Test
  void aPacketIsARecord() throws IOException {
    byte[] frame = Frame.ethernet().vlan(7).ip("10.0.0.7", "10.0.0.2").udp(40112, 53).bytes();
    Path path = Files.write(directory.resolve("one.pcap"), pcap(frame));
    try (CaptureFile file = CaptureFile.open(path, CaptureFile.MAX_SNAPLEN)) {
      assertThat(file.next()).isTrue();
      assertThat(file.kind()).isEqualTo(Kind.UDP);
      PacketRecord record = new PacketRecord().wrap(file.record(), 0);
      assertThat(record.source()).hasToString("10.0.0.7");
      assertThat(record.destinationPort()).isEqualTo(53);
      assertThat(record.monotonicNanos()).isEqualTo(1_795_169_730_123_456_000L);
      assertThat(record.frame()).isEqualTo(frame);
      assertThat(file.next()).isFalse();
      assertThat(file.ending()).isEmpty();
    }
  }
}
