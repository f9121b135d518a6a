package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpChecksumTest {
  private static List<Frame> frames(int payload) {
    return List.of(
        Frame.ethernet().ipv4().udp(40000, 53).payload(payload),
        Frame.ethernet().vlan(7).ipv6().udp(40000, 53).payload(payload),
        Frame.ethernet().ipv4().options(8).udp(40000, 53).payload(payload).padding(6));
  }

  @Test
  void rightWrongAndNone() {
    for (int length : new int[] {0, 1, 2, 101, 1400, 60_000}) {
      for (Frame frame : frames(length)) {
        assertThat(UdpChecksum.of(Records.of(frame, false))).isEqualTo(UdpChecksum.OK);
        frame.checksum(Frame.Checksum.WRONG);
        assertThat(UdpChecksum.of(Records.of(frame, false))).isEqualTo(UdpChecksum.BAD);
        frame.checksum(Frame.Checksum.ZERO);
        assertThat(UdpChecksum.of(Records.of(frame, false))).isEqualTo(UdpChecksum.NONE);
      }
    }
  }

  @Test
  void unknownWhereNotAllWasCaptured() {
    for (Frame frame : frames(300)) {
      PacketRecord cut = Records.of(frame, false, 200, Verdict.PASSED);
      assertThat(UdpChecksum.of(cut)).isEqualTo(UdpChecksum.UNKNOWN);
    }
  }

  /** As Linux leaves it for the card to complete: the pseudo-header's sum, not complemented. */
  @Test
  void partialOfALocalSender() {
    PacketRecord record = Records.of(Frame.ethernet().ipv4().udp(40000, 53).payload(20), false);
    int sum = 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 17 + 28;
    int at = PacketRecord.FRAME + record.transportOffset() + 6;
    record.buffer().put(at, (byte) (sum >> 8)).put(at + 1, (byte) sum);
    assertThat(UdpChecksum.of(record)).isEqualTo(UdpChecksum.PARTIAL);
  }
}
