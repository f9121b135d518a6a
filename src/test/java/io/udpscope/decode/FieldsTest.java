package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.udpscope.model.PacketRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tree says where that is more than a number. */
class FieldsTest {
  private static List<FieldNode> fields(PacketRecord packet) {
    return Decoders.dissect(packet).orElseThrow().fields();
  }

  private static Sample sample(String name) {
    return Samples.ALL.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns mx           | answer,data                   | 10 mx.example.org.",
        "dns srv          | answer,data                   | 0 0 5060 sip.example.org.",
        "dns refused      | flags,result                  | REFUSED",
        "mdns query       | question,class                | IN, unicast answer wanted (QU)",
        "mdns answer      | answer,class                  | IN, replaces others (cache flush)",
        "syslog 5424      | data                          | [timeQuality tzKnown=\"1\" isSynced=\"0\"]",
        "syslog 5424      | message                       | hello world",
        "syslog 3164      | tag                           | app",
        "dogstatsd        | metric,tags                   | env:live,host:a",
        "ntp server       | receive time                  | 2026-11-20T17:21:06Z",
        "rtcp             | SR,report,lost lately         | 3 %",
        "stun answer      | mapped address (xor),value    | 192.0.2.1:32853",
        "snmp get         | pdu                           | get",
        "snmp get         | pdu,binding                   | 1.3.6.1.2.1.1.1.0 = null",
        "quic versions    | offered version               | v1",
        "gtp-u            | IPv4                          | 10.0.0.1:53 > 10.0.0.2:4000 UDP",
        "vxlan            | Ethernet,type                 | IPv4",
        "netflow v9       | template,sourceIPv4Address    | 4 bytes",
        "dhcp ack         | lease time                    | 3600 s",
        "dhcpv6 relay     | relayed message,message type  | SOLICIT (1)",
        "tftp options     | blksize                       | 1428",
      })
  void says(String sample, String path, String text) {
    FieldNode field = FieldChecks.find(fields(sample(sample).packet()), path.split(","));

    assertThat(field.text()).isEqualTo(text);
  }

  /** The records before the cut are still put into words. */
  @Test
  void recordsOfAMessageThatWasNotCapturedWhole() {
    Sample answer = sample("dns srv");
    int captured = answer.payload().length - 5;
    List<FieldNode> fields =
        fields(Datagram.cut(answer.from(), answer.to(), answer.payload(), captured));

    assertThat(FieldChecks.find(fields, "answer", "data").text())
        .isEqualTo("0 0 5060 sip.example.org.");
  }

  /** A password of sorts: for who looks into the packet, not for each list of packets. */
  @Test
  void theCommunityOfSnmpIsAmongTheFieldsOnly() {
    PacketRecord packet = sample("snmp get").packet();

    assertThat(FieldChecks.find(fields(packet), "community").text()).isEqualTo("public");
    assertThat(Decoders.summarize(packet).orElseThrow().text()).doesNotContain("public");
  }

  @Test
  void moreFieldsThanCanBeShownSaySo() {
    List<FieldNode> fields = fields(Datagram.of(40000, 8125, "a:1|c\n".repeat(2000)));

    assertThat(fields.get(fields.size() - 1).text()).isEqualTo("more fields than are shown");
    FieldChecks.check(fields, 0, 12_000);
  }

  @Test
  void nothingInAFieldCouldSteerATerminal() {
    String hostile = "INVITE sip:a SIP/2.0\r\nX\u001b[2J: \u001b]0;x\u0007\u202e\r\n\r\n\u009b1m";

    FieldChecks.check(fields(Datagram.of(5060, 5060, hostile)), 0, 200);
  }
}
