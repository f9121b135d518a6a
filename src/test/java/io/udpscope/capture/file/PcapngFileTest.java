package io.udpscope.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Direction;
import io.udpscope.model.Failure;
import io.udpscope.model.Link;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngFileTest {
  private static final byte[] ETHERNET =
      Frame.ethernet().ip("10.0.0.7", "10.0.0.2").udp(40112, 53).payload("odd").bytes();
  private static final byte[] RAW =
      Frame.rawIp().ip("2001:db8::1", "2001:db8::2").udp(9, 5005).bytes();

  @TempDir Path directory;

  private static CaptureFile file(CaptureBytes bytes) throws IOException {
    return CaptureFile.of(new ByteArrayInputStream(bytes.bytes()), CaptureFile.MAX_SNAPLEN);
  }

  private static ByteOrder order(boolean little) {
    return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static ByteOrder other(ByteOrder order) {
    return order(order == ByteOrder.BIG_ENDIAN);
  }

  /** The second section is in the other byte order, and counts its interfaces anew. */
  private static CaptureBytes twoSections(ByteOrder order) {
    CaptureBytes file = CaptureBytes.pcapng(order);
    file.describe(1, 0, file.option(2, "eth0"), file.option(9, new byte[] {9}));
    file.enhanced(0, 1_795_169_730_123_456_789L, ETHERNET);
    file.describe(101, 0, file.option(9, new byte[] {(byte) 0x8a}), file.option(14, 100L));
    file.enhanced(1, 3 * 1024 + 512, RAW).block(0x7000_0001, new byte[1000]);
    file.section(other(order)).describe(101, 0, file.option(2, "tun\u001b[31m0\u009b"));
    return file.enhanced(0, 7, RAW).simple(RAW, RAW.length).obsolete(0, 6, 8_000_001, RAW);
  }

  private static List<String> read(CaptureFile file) {
    List<String> lines = new ArrayList<>();
    while (file.next()) {
      lines.add(line(file));
    }
    assertThat(file.ending()).isEmpty();
    return lines;
  }

  private static String line(CaptureFile file) {
    PacketRecord packet = new PacketRecord().wrap(file.record(), 0);
    String name = file.source().name();
    long lost = packet.lostBefore();
    return packet.monotonicNanos()
        + " "
        + packet.ifindex()
        + " "
        + name
        + " "
        + packet.link()
        + " "
        + packet.destinationPort()
        + " "
        + lost;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sectionsInterfacesAndEveryKindOfPacket(boolean little) throws IOException {
    try (CaptureFile file = file(twoSections(order(little)))) {
      assertThat(read(file))
          .containsExactly(
              "1795169730123456789 1 eth0 ETHERNET 53 0",
              "103500000000 2 interface 2 RAW_IP 5005 0",
              "7000 3 tun?[31m0? RAW_IP 5005 0",
              "0 3 tun?[31m0? RAW_IP 5005 0",
              "8000001000 3 tun?[31m0? RAW_IP 5005 6");
    }
  }

  /** More than what is read of a file at a time. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLargeBlockIsReadAsAnyOther(boolean little) throws IOException {
    byte[] large = Arrays.copyOf(ETHERNET, 200_000);
    CaptureBytes bytes = CaptureBytes.pcapng(order(little)).describe(1, 0);
    bytes.enhanced(0, 1, ETHERNET).enhanced(0, 2, large).enhanced(0, 3, ETHERNET);
    try (CaptureFile file = file(bytes)) {
      assertThat(read(file))
          .containsExactly(
              "1000 1 interface 1 ETHERNET 53 0",
              "2000 1 interface 1 ETHERNET 53 0",
              "3000 1 interface 1 ETHERNET 53 0");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyPacketCanBeVisitedAgain(boolean little) throws IOException {
    Path path = Files.write(directory.resolve("a"), twoSections(order(little)).bytes());
    try (CaptureFile file = CaptureFile.open(path, CaptureFile.MAX_SNAPLEN)) {
      List<Long> positions = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      while (file.next()) {
        positions.add(file.position());
        lines.add(line(file));
      }
      List<Integer> visits = new ArrayList<>(List.of(0, 1, 2, 3, 4));
      Collections.shuffle(visits, new Random(4));
      for (int i : visits) {
        file.seek(positions.get(i), i + 1);
        for (int j = i; j < 5; j++) {
          assertThat(file.next()).isTrue();
          assertThat(file.number()).isEqualTo(j + 1);
          assertThat(line(file)).isEqualTo(lines.get(j));
        }
        assertThat(file.next()).isFalse();
      }
      assertThat(file.interfaces()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsSaidOfAPacket(boolean little) throws IOException {
    CaptureBytes bytes = CaptureBytes.pcapng(order(little)).describe(1, 0);
    byte[] ours = bytes.option(1, "rule a, b, passed (no-route)");
    bytes.enhanced(0, 1, ETHERNET, ours, bytes.option(2, 2), bytes.option(4, 12L));
    bytes.enhanced(0, 1, ETHERNET, bytes.option(1, "rule dns, dropped"), bytes.option(2, 1));
    byte[] xdpDrop = new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0};
    xdpDrop[little ? 1 : 8] = 1;
    bytes.enhanced(0, 1, ETHERNET, bytes.option(1, "rules of thumb"), bytes.option(7, xdpDrop));
    bytes.enhanced(0, 1, ETHERNET, bytes.option(1, "rule x, unknown"));
    PacketRecord packet = new PacketRecord();
    try (CaptureFile file = file(bytes)) {
      assertThat(file.next()).isTrue();
      packet.wrap(file.record(), 0);
      assertThat(file.rule()).hasValue("a, b");
      assertThat(packet.verdict()).isEqualTo(Verdict.PASSED);
      assertThat(packet.failure()).isEqualTo(Failure.NO_ROUTE);
      assertThat(packet.direction()).isEqualTo(Direction.OUT);
      assertThat(packet.lostBefore()).isEqualTo(12);
      assertThat(file.next()).isTrue();
      packet.wrap(file.record(), 0);
      assertThat(packet.verdict()).isEqualTo(Verdict.DROPPED);
      assertThat(packet.direction()).isEqualTo(Direction.IN);
      assertThat(packet.lostBefore()).isZero();
      assertThat(file.next()).isTrue();
      packet.wrap(file.record(), 0);
      assertThat(file.rule()).isEmpty();
      assertThat(packet.verdict()).isEqualTo(Verdict.DROPPED);
      assertThat(file.next()).isTrue();
      packet.wrap(file.record(), 0);
      assertThat(packet.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(packet.direction()).isEqualTo(Direction.UNKNOWN);
      assertThat(file.rule()).isEmpty();
    }
  }

  @Test
  void oneInterfaceThatIsNotReadDoesNotHideTheOthers() throws IOException {
    CaptureBytes bytes = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(105, 0);
    bytes.describe(1, 0).enhanced(0, 1, ETHERNET).enhanced(1, 1, ETHERNET);
    try (CaptureFile file = file(bytes)) {
      assertThat(file.next()).isTrue();
      assertThat(file.kind()).isEqualTo(Kind.OTHER);
      assertThat(file.source().unread()).hasValue("link type 105 (IEEE 802.11) is not read");
      assertThat(file.next()).isTrue();
      assertThat(file.kind()).isEqualTo(Kind.UDP);
      assertThat(file.source().link()).hasValue(Link.ETHERNET);
    }
  }

  private static void ends(CaptureBytes bytes, String reason) throws IOException {
    try (CaptureFile file = file(bytes)) {
      while (file.next()) {
        assertThat(file.number()).isPositive();
      }
      assertThat(file.ending()).hasValue(reason);
    }
  }

  @Test
  void whatIsWrongEndsTheFileWithAReason() throws IOException {
    CaptureBytes undescribed = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(1, 0);
    ends(
        undescribed.enhanced(0, 1, ETHERNET).enhanced(1, 1, ETHERNET),
        "the block at byte 128 holds packet 2 of interface 1, which is not described before it");
    CaptureBytes short3 = CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN).describe(1, 0);
    ends(short3.block(6, new byte[8]), "the block at byte 48 claims 20 bytes");
  }
}
