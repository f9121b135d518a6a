package io.udpscope.app.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.app.page.PageRow;
import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
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
    return HeaderReader.read(
        packet,
        new PageRow.PacketRow(
            0,
            1,
            0,
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
        .map(line -> "  ".repeat(line.depth()) + line.label() + "|" + line.text())
        .toList();
  }

  private static List<String> headers(Set<String> turned) {
    return tree(packet(50), "").shown(turned).stream().map(HeaderTree.Line::label).toList();
  }

  private static HeaderTree.Line line(HeaderTree tree, String kind) {
    return tree.lines().stream().filter(line -> line.kind().equals(kind)).findFirst().orElseThrow();
  }

  @Test
  void namesEveryHeaderAndItsFields() {
    assertThat(text(packet(50)))
        .containsExactly(
            "Frame|50 bytes on eth0, passed by dns",
            "Ethernet|02:42:ac:11:00:02 → 02:42:ac:11:00:03  vlan 100",
            "  destination|02:42:ac:11:00:03",
            "  source|02:42:ac:11:00:02",
            "  VLAN|100  priority 0",
            "    tag|0x8100",
            "    priority|0",
            "    drop eligible|no",
            "    id|100",
            "  type|0x0800",
            "IPv4|10.0.0.9 → 10.0.0.53  ttl 64  checksum bad",
            "  version|4",
            "  header length|20 bytes",
            "  dscp|0",
            "  ecn|0",
            "  length|32",
            "  id|0x0001",
            "  flags|none",
            "  fragment offset|0",
            "  ttl|64",
            "  protocol|17  udp",
            "  checksum|0x0000  bad",
            "  source|10.0.0.9",
            "  destination|10.0.0.53",
            "UDP|51000 → 53  length 12  checksum none",
            "  source port|51000",
            "  destination port|53",
            "  length|12",
            "  checksum|0x0000  none was made",
            "Payload|4 bytes");
  }

  @Test
  void namesIpv6AndWhatStandsBetweenItAndUdp() {
    Frame frame = Frame.ethernet().ipv6().hopByHop().udp(1, 9).payload("x");
    assertThat(text(Records.of(frame, false)))
        .contains(
            "IPv6|2001:db8::1 → 2001:db8::2  hop limit 64",
            "  flow label|0x00000",
            "  next header|0  hop-by-hop options",
            "  source|2001:db8::1",
            "  hop-by-hop options|8 bytes",
            "    next header|17  udp",
            "UDP|1 → 9  length 9  checksum ok");
  }

  @Test
  void namesOptions() {
    Frame frame = Frame.rawIp().ipv4().options(4).udp(1, 9).payload("x");
    List<String> text = text(Records.of(frame, true));
    assertThat(text).doesNotContain("Ethernet").contains("  options|4 bytes");
    assertThat(text).filteredOn("    no operation|1 bytes"::equals).hasSize(4);
  }

  @Test
  void pointsAtItsBytes() {
    HeaderTree tree = tree(packet(50), "");
    assertThat(line(tree, "UDP").from()).isEqualTo(38);
    assertThat(line(tree, "UDP").length()).isEqualTo(8);
    assertThat(tree.lines()).allMatch(line -> line.from() + line.length() <= 50);
    for (HeaderTree.Line line : tree.lines()) {
      HeaderTree.Line parent = tree.parent(line).orElse(line);
      assertThat(line.from()).isGreaterThanOrEqualTo(parent.from());
      assertThat(line.from() + line.length()).isLessThanOrEqualTo(parent.from() + parent.length());
    }
  }

  @Test
  void knowsTheSmallestFieldAroundAByte() {
    HeaderTree tree = tree(packet(50), "");
    for (String at :
        List.of("0 destination", "15 id", "26 ttl", "41 destination port", "49 Payload")) {
      String[] parts = at.split(" ", 2);
      assertThat(tree.deepest(Integer.parseInt(parts[0])).orElseThrow().label())
          .isEqualTo(parts[1]);
    }
    assertThat(tree.deepest(50)).isEmpty();
  }

  @Test
  void showsFieldsOfWhatIsOpen() {
    assertThat(headers(Set.of())).containsExactly("Frame", "Ethernet", "IPv4", "UDP", "Payload");
    assertThat(headers(Set.of("Ethernet")))
        .containsExactly(
            "Frame", "Ethernet", "destination", "source", "VLAN", "type", "IPv4", "UDP", "Payload");
    assertThat(headers(Set.of("Ethernet/VLAN"))).hasSize(5);
    assertThat(headers(Set.of("Ethernet", "Ethernet/VLAN"))).hasSize(13);
  }

  @Test
  void opensAllThatStandsAboveALine() {
    HeaderTree tree = tree(packet(50), "");
    assertThat(tree.opened(line(tree, "Ethernet/VLAN/id"), Set.of("IPv4")))
        .containsExactlyInAnyOrder("Ethernet", "Ethernet/VLAN", "IPv4");
    assertThat(tree.opened(line(tree, "Ethernet/type"), Set.of("Ethernet")))
        .containsExactly("Ethernet");
  }

  @Test
  void saysWhatWasNotCaptured() {
    assertThat(text(packet(47))).contains("  captured|47 bytes of it", "Payload|1 of 4 bytes");
  }

  @Test
  void aRecordWithoutItsHeadersIsEmpty() {
    assertThat(tree(packet(20), "").lines()).isEmpty();
  }
}
