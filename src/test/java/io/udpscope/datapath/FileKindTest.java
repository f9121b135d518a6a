package io.udpscope.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.capture.file.CaptureFile;
import io.udpscope.capture.file.Kind;
import io.udpscope.model.PacketRecord;
import io.udpscope.packets.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A packet of a file is judged as the model judges it that the kernel's program is held against.
 */
class FileKindTest {
  private static final int MUTANTS = 10_000;

  private static final List<Frame> FRAMES =
      List.of(
          Frame.ethernet().ipv4().udp(40112, 53).payload("hello"),
          Frame.ethernet().vlan(7).ipv4().options(8).udp(40112, 53).payload("hello"),
          Frame.ethernet().serviceVlan(9).vlan(7).ipv6().udp(40112, 53).payload("hello"),
          Frame.ethernet().ipv6().hopByHop().routing().udp(40112, 53).payload("hello"),
          Frame.ethernet().ipv6().destinationOptions().authentication().udp(1, 53).payload("x"),
          Frame.ethernet().ipv4().fragment(8, true).udp(1, 53).payload("x"),
          Frame.arp());

  private static byte[] pcap(byte[] frame) {
    ByteBuffer file = ByteBuffer.allocate(40 + frame.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535);
    return file.putInt(1).putLong(0).putInt(frame.length).putInt(frame.length).put(frame).array();
  }

  private static void check(byte[] frame) throws IOException {
    FrameReading reading = FrameReading.ethernet(frame);
    try (CaptureFile file = CaptureFile.of(new ByteArrayInputStream(pcap(frame)), 65_535)) {
      assertThat(file.next()).isTrue();
      String kind = file.kind() == Kind.UDP ? Outcome.UNMATCHED.name() : file.kind().name();
      assertThat(kind).as(Arrays.toString(frame)).isEqualTo(reading.outcome().name());
      if (reading.isUdp()) {
        PacketRecord record = new PacketRecord().wrap(file.record(), 0);
        assertThat(record.networkOffset()).isEqualTo(reading.networkOffset());
        assertThat(record.transportOffset()).isEqualTo(reading.transportOffset());
        assertThat(record.source()).isEqualTo(reading.source());
        assertThat(record.destinationPort()).isEqualTo(reading.destinationPort());
      }
    }
  }

  @Test
  void framesChangedAndCutAnywhere() throws IOException {
    Random random = new Random(8);
    for (Frame frame : FRAMES) {
      for (int length = 0; length <= frame.bytes().length; length++) {
        check(Arrays.copyOf(frame.bytes(), length));
      }
    }
    for (int i = 0; i < MUTANTS; i++) {
      byte[] bytes = FRAMES.get(i % FRAMES.size()).bytes();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt(64);
      }
      check(bytes);
    }
  }
}
