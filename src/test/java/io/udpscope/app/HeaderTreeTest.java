package io.udpscope.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderTreeTest {
  /** An Ethernet frame with a VLAN tag, from 10.0.0.9:51000 to 10.0.0.53:53. */
  private static PacketRecord packet(int captured) {
    String hex =
        "0242ac110003"
            + "0242ac110002"
            + "8100"
            + "0064"
            + "0800"
            + "4500002000010000401100000a0000090a000035"
            + "c7380035000c0000"
            + "61626364";
    byte[] frame = new byte[hex.length() / 2];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    ByteBuffer record =
        ByteBuffer.allocate(PacketRecord.size(captured)).order(ByteOrder.nativeOrder());
    record.putInt(PacketRecord.LENGTH, frame.length);
    record.putShort(PacketRecord.CAPTURED, (short) captured);
    record.putShort(PacketRecord.NETWORK_OFFSET, (short) 18);
    record.putShort(PacketRecord.TRANSPORT_OFFSET, (short) 38);
    record.put(PacketRecord.FRAME, frame, 0, Math.min(captured, frame.length));
    return new PacketRecord().wrap(record, 0);
  }

  private static HeaderTree tree(PacketRecord packet, String info) {
    return HeaderTree.of(
        packet,
        new PageRow.PacketRow(
            0,
            1,
            0,
            "eth0",
            "",
            "",
            50,
            "dns",
            Verdict.PASSED,
            Direction.IN,
            Failure.NO_FAILURE,
            info,
            new byte[0]));
  }

  private static List<String> text(PacketRecord packet) {
    return tree(packet, "abcd").lines().stream()
        .map(line -> line.label() + "|" + line.text())
        .toList();
  }

  @Test
  void namesEveryHeader() {
    assertThat(text(packet(50)))
        .containsExactly(
            "Frame|50 bytes on eth0, passed by dns",
            "Ethernet|02:42:ac:11:00:02 → 02:42:ac:11:00:03",
            "VLAN|100  priority 0",
            "IPv4|10.0.0.9 → 10.0.0.53  ttl 64",
            "|length 32  id 0x0001  checksum wrong",
            "UDP|51000 → 53  length 12  checksum none",
            "Payload|4 bytes",
            "|abcd");
  }

  @Test
  void pointsAtItsBytes() {
    List<HeaderTree.Line> lines = tree(packet(50), "").lines();
    assertThat(lines)
        .filteredOn(line -> line.label().equals("UDP"))
        .containsExactly(
            new HeaderTree.Line(0, "UDP", "51000 → 53  length 12  checksum none", 38, 8));
    assertThat(lines).allMatch(line -> line.from() + line.length() <= 50);
  }

  @Test
  void saysWhatWasNotCaptured() {
    assertThat(text(packet(47))).contains("|47 bytes of it captured", "Payload|1 of 4 bytes");
  }

  @Test
  void aRecordWithoutItsHeadersIsEmpty() {
    assertThat(tree(packet(20), "").lines()).isEmpty();
  }
}
