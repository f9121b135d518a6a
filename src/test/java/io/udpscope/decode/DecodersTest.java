package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.PacketRecord;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodersTest {
  private static final String HEADER_OF_QUERY = "1a2b 0100 0001 0000 0000 0000";
  private static final String EXAMPLE_ORG = "07 6578616d706c65 03 6f7267 00";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static String line(PacketRecord packet) {
    return Decoders.summarize(packet).map(s -> s.protocol() + " " + s.text()).orElse("-");
  }

  @Test
  void dnsQuery() {
    byte[] query = hex(HEADER_OF_QUERY + EXAMPLE_ORG + "0001 0001");
    assertThat(line(Datagram.of(40000, 53, query))).isEqualTo("dns query A example.org");
  }

  @Test
  void dnsQueryOnAnotherPortIsKnownByItsShape() {
    byte[] query = hex(HEADER_OF_QUERY + EXAMPLE_ORG + "001c 0001");
    assertThat(line(Datagram.of(40000, 5300, query))).isEqualTo("dns query AAAA example.org");
  }

  @Test
  void dnsAnswers() {
    String question = EXAMPLE_ORG + "0001 0001";
    String record = "c00c 0001 0001 0000003c 0004 c0000207";
    byte[] one = hex("1a2b 8180 0001 0001 0000 0000" + question + record);
    byte[] two = hex("1a2b 8180 0001 0002 0000 0000" + question + record + record);
    byte[] none = hex("1a2b 8183 0001 0000 0000 0000" + question);
    byte[] truncated = hex("1a2b 8380 0001 0000 0000 0000" + question);
    assertThat(line(Datagram.of(53, 40000, one))).isEqualTo("dns answer A example.org 1 record");
    assertThat(line(Datagram.of(53, 40000, two))).isEqualTo("dns answer A example.org 2 records");
    assertThat(line(Datagram.of(53, 40000, none))).isEqualTo("dns answer A example.org NXDOMAIN");
    assertThat(line(Datagram.of(53, 40000, truncated)))
        .isEqualTo("dns answer A example.org 0 records truncated");
  }

  @Test
  void mdnsAnnouncementIsNamedAfterItsFirstRecord() {
    byte[] announcement =
        hex(
            "0000 8400 0000 0001 0000 0000"
                + "05 5f68747470 04 5f746370 05 6c6f63616c 00"
                + "000c 0001 00000e10 0002 c00c");
    assertThat(line(Datagram.of(5353, 5353, announcement)))
        .isEqualTo("mdns answer PTR _http._tcp.local 1 record");
  }

  @Test
  void nameThatTheCaptureCutsEndsInDots() {
    byte[] query = hex(HEADER_OF_QUERY + EXAMPLE_ORG + "0001 0001");
    assertThat(line(Datagram.cut(40000, 53, query, 12 + 12))).isEqualTo("dns query example.org...");
    assertThat(line(Datagram.cut(40000, 53, query, 12 + 5))).isEqualTo("dns query exam...");
  }

  @Test
  void compressionLoopsEnd() {
    for (String name : new String[] {"c00c", "01 61 c00c", "c00e c00c", "c0ff", "3f"}) {
      byte[] query = hex(HEADER_OF_QUERY + name + "0001 0001");
      assertThat(line(Datagram.of(40000, 53, query))).as(name).isEqualTo("-");
    }
  }

  @Test
  void bytesThatAreNoLettersAreEscapedInNames() {
    byte[] query = hex(HEADER_OF_QUERY + "04 1b5b326a 00" + "0001 0001");
    assertThat(line(Datagram.of(40000, 53, query))).isEqualTo("dns query A \\027[2j");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<134>Nov 20 10:15:30 web-3 nginx[12]: GET / | <134> web-3 nginx[12]: GET /",
        "<13>no time, no host | <13> no time, no host",
        "<165>1 2026-11-20T10:15:30Z web-3 app 77 ID47 - started | <165> web-3 app[77]: started",
        "<165>1 - - app - - [a b=\"]\"][c d=\"1\"] up | <165> app: up",
        "<191>1 cut | <191> 1 cut",
      })
  void syslog(String payload, String text) {
    assertThat(line(Datagram.of(40000, 514, payload))).isEqualTo("syslog " + text);
    assertThat(line(Datagram.of(40000, 9999, payload))).isEqualTo("syslog " + text);
  }

  @ParameterizedTest
  @CsvSource({"<192>x", "<>x", "<1234>x", "<12", "12>x", "<1x>y"})
  void notSyslog(String payload) {
    assertThat(line(Datagram.of(40000, 514, payload))).isEqualTo("-");
  }

  @Test
  void statsd() {
    assertThat(line(Datagram.of(40000, 8125, "web.hits:1|c|@0.1|#env:live")))
        .isEqualTo("statsd web.hits:1|c|@0.1|#env:live");
    assertThat(line(Datagram.of(40000, 9, "a:1|c\nb:2.5|ms\nc:-3|g\n")))
        .isEqualTo("statsd a:1|c and 2 more");
    assertThat(line(Datagram.of(40000, 8125, "hello: world | x"))).isEqualTo("-");
  }

  @Test
  void ntpOnItsPortOnly() {
    byte[] client = new byte[48];
    client[0] = 0x23;
    byte[] server = new byte[48];
    server[0] = 0x24;
    server[1] = 2;
    assertThat(line(Datagram.of(123, 123, client))).isEqualTo("ntp v4 client");
    assertThat(line(Datagram.of(123, 40000, server))).isEqualTo("ntp v4 server stratum 2");
    assertThat(line(Datagram.of(40001, 40001, client))).isEqualTo("-");
  }

  @Test
  void rtpByItsShape() {
    byte[] voice = new byte[172];
    System.arraycopy(hex("8080 1234 00000640 0f2e3d4c"), 0, voice, 0, 12);
    assertThat(line(Datagram.of(40000, 30000, voice)))
        .isEqualTo("rtp PCMU seq 4660 time 1600 ssrc 0f2e3d4c mark");
    voice[1] = 111;
    assertThat(line(Datagram.of(40000, 30000, voice)))
        .isEqualTo("rtp type 111 seq 4660 time 1600 ssrc 0f2e3d4c");
    assertThat(line(Datagram.of(40000, 30001, voice))).as("odd port").isEqualTo("-");
  }

  @Test
  void emptyPayloadSaysNothing() {
    assertThat(Decoders.summarize(Datagram.of(40000, 53, new byte[0]))).isEqualTo(Optional.empty());
  }

  @Test
  void nothingThatCouldSteerATerminalOrHideTextIsInASummary() {
    String hostile = "<13>\u001b[2J\u0007a\u009bb\u202ec\u200bd\u00ade\ufefff\r\n\tg é 漢";
    PacketRecord packet = Datagram.of(1, 514, hostile.getBytes(StandardCharsets.UTF_8));
    assertThat(line(packet)).isEqualTo("syslog <13> .[2J.a.b.c.d.e.f...g é 漢");
  }
}
