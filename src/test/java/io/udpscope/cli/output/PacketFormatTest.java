package io.udpscope.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.Action;
import io.udpscope.model.Failure;
import io.udpscope.model.PacketRecord;
import io.udpscope.model.Verdict;
import io.udpscope.packets.Frame;
import io.udpscope.packets.Records;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a packet looks like in each of the outputs, to the letter. */
public class PacketFormatTest {
  /** 2026-11-20T10:15:30.123456789Z */
  private static final long TIME = 1_795_169_730_123_456_789L;

  private static final String QUERY = "1a2b01000001000000000000076578616d706c65036f72670000010001";

  private static Frame query() {
    return Frame.ethernet()
        .ip("10.0.0.7", "10.0.0.2")
        .udp(40112, 53)
        .payload(HexFormat.of().parseHex(QUERY));
  }

  private static String write(PacketFormat format, PacketRecord record, Action action) {
    ByteText text = new ByteText();
    format.append(
        text,
        new CapturedPacket(record, TIME, "eth0", Optional.empty(), "dns", Optional.of(action)));
    return text.toString();
  }

  private static LineFormat lines(boolean hexDump, boolean color, boolean ascii) {
    return new LineFormat(ZoneOffset.UTC, hexDump, color, ascii);
  }

  @Test
  void textReadsLikeTcpdump() {
    assertThat(write(lines(false, false, false), Records.of(query(), false), Action.PASS))
        .isEqualTo(
            "10:15:30.123456 eth0 IP 10.0.0.7.40112 > 10.0.0.2.53: UDP, length 29,"
                + " rule dns, passed: dns query A example.org\n");
  }

  @Test
  void textTellsWhatIsOddOfAPacket() {
    Frame odd =
        Frame.ethernet()
            .serviceVlan(7)
            .vlan(0x3000 | 42)
            .ip("2001:db8::1", "fe80::2")
            .udp(1, 2)
            .payload("hi")
            .checksum(Frame.Checksum.WRONG);
    PacketRecord record = Records.of(odd, false, Integer.MAX_VALUE, Verdict.DROPPED);
    assertThat(write(lines(false, false, false), Records.lostBefore(record, 12), Action.DROP))
        .isEqualTo(
            "-- 12 packets lost here: ring full\n"
                + "10:15:30.123456 eth0 IP6 2001:db8::1.1 > fe80::2.2: UDP, length 2, vlan 7,"
                + " vlan 42, checksum bad, rule dns, dropped\n");
  }

  @Test
  void jsonIsInUniversalTimeAlsoPastMidnight() {
    JsonFormat format = new JsonFormat();
    PacketRecord record = Records.of(query(), false);
    ByteText text = new ByteText();
    long midnight = 1_795_219_200_000_000_000L;
    for (long nanos : new long[] {-1, 0, -1}) {
      format.append(
          text,
          new CapturedPacket(
              record, midnight + nanos, "eth0", Optional.empty(), "dns", Optional.of(Action.PASS)));
    }
    assertThat(text.toString().lines().map(line -> line.substring(0, 41)))
        .containsExactly(
            "{\"time\":\"2026-11-20T23:59:59.999999999Z\",",
            "{\"time\":\"2026-11-21T00:00:00.000000000Z\",",
            "{\"time\":\"2026-11-20T23:59:59.999999999Z\",");
  }

  @Test
  void textIsInLocalTimeAlsoWhereItsOffsetChanges() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    LineFormat format = new LineFormat(zone, false, false, false);
    PacketRecord record = Records.of(query(), false);
    // 2026-10-25T00:59:59.9Z is the last of summer time, 02:59:59.9.
    long summer = 1_792_889_999_900_000_000L;
    ByteText text = new ByteText();
    format.append(
        text,
        new CapturedPacket(
            record, summer, "eth0", Optional.empty(), "dns", Optional.of(Action.PASS)));
    format.append(
        text,
        new CapturedPacket(
            record,
            summer + 200_000_000L,
            "eth0",
            Optional.empty(),
            "dns",
            Optional.of(Action.PASS)));
    assertThat(text.toString().lines().map(line -> line.substring(0, 15)))
        .containsExactly("02:59:59.900000", "02:00:00.100000");
  }

  @Test
  void hexDumpBelowThePacketHasItsTextBeside() {
    Frame small = Frame.rawIp().ip("10.0.0.7", "10.0.0.2").udp(40112, 9).payload("Hello");
    assertThat(write(lines(true, false, false), Records.of(small, true), Action.PASS))
        .isEqualTo(
            "10:15:30.123456 eth0 IP 10.0.0.7.40112 > 10.0.0.2.9: UDP, length 5, rule dns, passed\n"
                + "\t0x0000:  4500 0021 5eed 0000 4011 07d7 0a00 0007  E..!^...@.......\n"
                + "\t0x0010:  0a00 0002 9cb0 0009 000d 2b40 4865 6c6c  ..........+@Hell\n"
                + "\t0x0020:  6f                                       o\n");
  }

  @Test
  void onlyDroppedHasAColor() {
    PacketRecord dropped = Records.of(query(), false, Integer.MAX_VALUE, Verdict.DROPPED);
    assertThat(write(lines(false, true, false), dropped, Action.DROP))
        .contains("rule dns, \u001b[31mdropped\u001b[0m: dns");
  }

  @Test
  void asciiHasNothingElse() {
    Frame frame = Frame.ethernet().ipv4().udp(1, 514).payload("<13>caf\u00e9 \u001b[2J \u6f22");
    assertThat(write(lines(false, false, false), Records.of(frame, false), Action.PASS))
        .endsWith(": syslog <13> caf\u00e9 .[2J \u6f22\n");
    assertThat(write(lines(false, false, true), Records.of(frame, false), Action.PASS))
        .endsWith(": syslog <13> caf? .[2J ?\n");
  }

  @Test
  void jsonHasTheKeysOfTheContract() {
    assertThat(write(new JsonFormat(), Records.of(query(), false), Action.PASS))
        .isEqualTo(
            "{\"time\":\"2026-11-20T10:15:30.123456789Z\",\"interface\":\"eth0\","
                + "\"direction\":\"in\",\"rule\":\"dns\",\"action\":\"pass\",\"verdict\":\"passed\","
                + "\"src\":\"10.0.0.7\",\"srcPort\":40112,\"dst\":\"10.0.0.2\",\"dstPort\":53,"
                + "\"length\":71,\"captured\":71,\"vlan\":[],\"ttl\":64,\"checksum\":\"ok\","
                + "\"protocol\":\"dns\",\"summary\":\"query A example.org\",\"payload\":\""
                + QUERY
                + "\"}\n");
  }

  @Test
  void whatIsSentAndWhatCouldNotBeForwardedIsMarked() {
    PacketRecord sent = Records.of(query(), false);
    int flags = sent.offset() + PacketRecord.FLAGS;
    sent.buffer().put(flags, (byte) PacketRecord.FLAG_OUT);
    assertThat(write(lines(false, false, false), sent, Action.PASS))
        .startsWith("10:15:30.123456 eth0 Out IP 10.0.0.7.40112 > 10.0.0.2.53: ");
    assertThat(write(new JsonFormat(), sent, Action.PASS)).contains("\"direction\":\"out\"");

    PacketRecord failed = Records.of(query(), false);
    int failure = Failure.NO_NEIGHBOUR.ordinal() << PacketRecord.FAILURE_SHIFT;
    failed.buffer().put(flags, (byte) failure);
    assertThat(write(lines(false, false, false), failed, Action.DROP))
        .contains(", rule dns, passed (no-neighbour): dns query");
    assertThat(write(new JsonFormat(), failed, Action.DROP))
        .contains(
            "\"direction\":\"in\",\"rule\":\"dns\",\"action\":\"drop\",\"verdict\":\"passed\","
                + "\"failure\":\"no-neighbour\",\"src\":");
  }

  @Test
  void jsonOfACutPacketWithTags() {
    Frame tagged = Frame.ethernet().vlan(7).vlan(8).ipv6().ttl(3).udp(1, 2).payload("\"\\\n");
    PacketRecord record = Records.of(tagged, false, 72, Verdict.DROPPED);
    assertThat(write(new JsonFormat(), record, Action.DROP))
        .contains("\"action\":\"drop\",\"verdict\":\"dropped\"")
        .contains("\"src\":\"2001:db8::1\"")
        .contains("\"length\":73,\"captured\":72,\"vlan\":[7,8],\"ttl\":3,\"checksum\":\"unknown\"")
        .contains("\"protocol\":null,\"summary\":null,\"payload\":\"225c\"}");
  }

  @Test
  void jsonEscapesWhatThePacketSays() {
    Frame frame = Frame.ethernet().ipv4().udp(1, 514).payload("<13>say \"hi\\\" \u00e9");
    assertThat(write(new JsonFormat(), Records.of(frame, false), Action.PASS))
        .contains("\"summary\":\"<13> say \\\"hi\\\\\\\" \u00e9\"");
  }

  @Test
  void hexIsCommentsAndOffsetsWithBytes() {
    Frame small = Frame.rawIp().ip("10.0.0.7", "10.0.0.2").udp(40112, 9).payload("Hello");
    assertThat(write(new HexDumpFormat(ZoneOffset.UTC), Records.of(small, true), Action.PASS))
        .isEqualTo(
            "# 10:15:30.123456 eth0 IP 10.0.0.7.40112 > 10.0.0.2.9: UDP, length 5, rule dns, passed\n"
                + "000000 45 00 00 21 5e ed 00 00 40 11 07 d7 0a 00 00 07\n"
                + "000010 0a 00 00 02 9c b0 00 09 00 0d 2b 40 48 65 6c 6c\n"
                + "000020 6f\n\n");
  }
}
