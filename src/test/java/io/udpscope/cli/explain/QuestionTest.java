package io.udpscope.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.udpscope.model.MacAddress;
import io.udpscope.packets.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that are made up, and packets out of files. */
class QuestionTest {
  private static final MacAddress OURS = MacAddress.parse("02:00:00:00:00:99");

  @TempDir Path directory;

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] datagram(String from, String to, String payload, boolean rawIp) {
    Question question = Question.datagram(Endpoint.parse(from), Endpoint.parse(to), text(payload));
    return question.frame(rawIp ? Optional.empty() : Optional.of(OURS));
  }

  /** The checksums are those of the tests' own frames. */
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "hello", "\u00ff\u00ff\u00ff"})
  void aDatagramIsAsASenderWouldMakeIt(String payload) {
    byte[] four = datagram("10.0.0.9:51000", "10.0.0.53:53", payload, true);
    byte[] expected =
        Frame.rawIp().ip("10.0.0.9", "10.0.0.53").udp(51000, 53).payload(text(payload)).bytes();
    assertThat(Arrays.copyOfRange(four, 20, four.length))
        .isEqualTo(Arrays.copyOfRange(expected, 20, expected.length));
    assertThat(FrameFields.of(four, true).value("IPv4 ttl")).hasValue("64");

    byte[] six = datagram("[2001:db8::9]:51000", "[2001:db8::53]:53", payload, true);
    byte[] expected6 =
        Frame.rawIp()
            .ip("2001:db8::9", "2001:db8::53")
            .udp(51000, 53)
            .payload(text(payload))
            .bytes();
    assertThat(six).isEqualTo(expected6);
  }

  @Test
  void onEthernetItIsForTheInterface() {
    byte[] frame = datagram("[2001:db8::9]:51000", "[2001:db8::53]:53", "x", false);
    FrameFields fields = FrameFields.of(frame, false);
    assertThat(fields.value("Ethernet destination")).hasValue(OURS.toString());
    assertThat(fields.value(FrameFields.DESTINATION_PORT)).hasValue("53");
    assertThat(fields.destination().orElseThrow().toString()).isEqualTo("2001:db8::53");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "53",
        "10.0.0.1",
        "10.0.0.1:",
        "10.0.0.1:x",
        "10.0.0.1:70000",
        "2001:db8::1:53",
        "[10.0.0.1]:53",
        "[::1]",
        "[::1:53",
        "host:53",
        ":53"
      })
  void anEndpointIsRefused(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an address and a port, 10.0.0.9:53 or [2001:db8::9]:53");
  }

  @Test
  void anEndpointIsWrittenAsItIsRead() {
    assertThat(Endpoint.parse("10.0.0.1:0").toString()).isEqualTo("10.0.0.1:0");
    assertThat(Endpoint.parse("[2001:DB8::1]:65535").toString()).isEqualTo("[2001:db8::1]:65535");
  }

  private byte[] pcap(ByteOrder order, int magic, int linktype, byte[] frame, int length) {
    ByteBuffer file = ByteBuffer.allocate(40 + frame.length).order(order);
    file.putInt(magic)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(65535)
        .putInt(linktype);
    return file.putLong(0).putInt(frame.length).putInt(length).put(frame).array();
  }

  private byte[] read(byte[] pcap, long number, boolean rawIp) throws IOException {
    Path file = Files.write(directory.resolve("a.pcap"), pcap);
    return Question.captured(file, number).frame(rawIp ? Optional.empty() : Optional.of(OURS));
  }

  @Test
  void filesOfEitherByteOrderAndLink() throws IOException {
    byte[] ethernet = Frame.ethernet().ip("10.0.0.9", "10.0.0.53").udp(1, 53).bytes();
    byte[] raw = Frame.rawIp().ip("10.0.0.9", "10.0.0.53").udp(1, 53).bytes();
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      for (int magic : new int[] {0xa1b2c3d4, 0xa1b23c4d}) {
        byte[] file = pcap(order, magic, 1, ethernet, ethernet.length);
        assertThat(read(file, 1, false)).isEqualTo(ethernet);
        assertThat(read(file, 1, true)).isEqualTo(raw);
        byte[] rawFile = pcap(order, magic, 101, raw, raw.length);
        assertThat(read(rawFile, 1, true)).isEqualTo(raw);
        assertThat(FrameFields.of(read(rawFile, 1, false), false).value("Ethernet destination"))
            .hasValue(OURS.toString());
      }
    }
  }

  private void refused(byte[] pcap, String reason) {
    assertThatThrownBy(() -> read(pcap, 1, false))
        .isInstanceOf(Question.NoSuchPacketException.class)
        .hasMessage("--pcap " + directory.resolve("a.pcap") + ": " + reason);
  }

  @Test
  void filesThatCannotBe() {
    byte[] frame = Frame.ethernet().ip("10.0.0.9", "10.0.0.53").udp(1, 53).bytes();
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    refused(new byte[0], "it is empty");
    refused(
        new byte[100],
        "it begins with 00 00 00 00, as no capture file does: pcap and pcapng are read");
    refused(
        pcap(order, 0xa1b2c3d4, 105, frame, frame.length),
        "its packets have link type 105 (IEEE 802.11), which is not read");
    refused(
        pcap(order, 0xa1b2c3d4, 1, frame, 1000),
        "packet 1 was cut to " + frame.length + " of 1000 bytes");
    byte[] lying = pcap(order, 0xa1b2c3d4, 1, frame, frame.length);
    lying[35] = 0x7f;
    refused(
        lying,
        "it ends before packet 1: packet 1 at byte 24 claims "
            + String.format("%,d", 0x7f000000 + frame.length)
            + " bytes, and none has more than 262,144");
  }

  @Test
  void anyBytesAreReadOrRefused() throws IOException {
    Random random = new Random(5);
    byte[] frame = Frame.ethernet().vlan(5).ip("2001:db8::1", "2001:db8::2").udp(1, 53).bytes();
    byte[] good = pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 1, frame, frame.length);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int j = random.nextInt(4); j > 0 && bad.length > 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        FrameFields.of(read(bad, 1, random.nextBoolean()), random.nextBoolean());
      } catch (Question.NoSuchPacketException e) {
        assertThat(e.getMessage()).startsWith("--pcap ");
      }
    }
  }
}
