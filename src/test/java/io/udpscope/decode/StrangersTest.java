package io.udpscope.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams of protocols that are not decoded are not taken for one that is. */
class StrangersTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "SSDP search ~ 'M-SEARCH * HTTP/1.1' 0d0a 'HOST: 239.255.255.250:1900' 0d0a0d0a",
        "SSDP notify ~ 'NOTIFY * HTTP/1.1' 0d0a 'HOST: 239.255.255.250:1900' 0d0a0d0a",
        "DTLS hello ~ 16feff 0000 0000000000000000 0040 01000034 0000 000000000034 fefd 5a*50",
        "DTLS data ~ 17fefd 0001 000000000005 0020 5a*32",
        "IKE ~ 1b2c3d4e5f607182 00*8 21 20 22 08 00000000 0000001c",
        "ESP, keepalive ~ ff",
        "ESP ~ 00001234 00000001 5a*64",
        "OpenVPN ~ 38 5a*8 00 00000000",
        "Source engine ~ ffffffff54 'Source Engine Query' 00",
        "NetBIOS ~ 1a2b 0110 0001 0000 0000 0000 20 'FHEPFCELEHFCEPFFFACACACACACACACA' 00 0020 0001",
        "BFD ~ 20c0 03 18 00000001 00000000 000f4240 000f4240 00000000",
        "memcached ~ 0001 0000 0001 0000 'stats' 0d0a",
        "influx ~ 'cpu,host=a value=1 1795169730123456789'",
        "GELF ~ '{\"version\":\"1.1\",\"host\":\"a\",\"short_message\":\"b|c\"}'",
        "GELF, zipped ~ 1f8b0800000000000003 5a*40",
        "collectd ~ 0000 0009 'web-3' 00 0001 000c 000000006a000000",
        "graphite ~ 'web.hits 1 1795169730' 0a",
        "iperf3 ~ 6a000000 000f4240 00000001 30*1400",
        "echo ~ 'ping'",
        "counter ~ 00000001",
        "zeros ~ 00*64",
        "ones ~ ff*64",
        "letters ~ 'Lorem ipsum dolor sit amet: consectetur | adipiscing'",
        "KeepAlive CRLF ~ 0d0a0d0a",
        "WSD ~ '<?xml version=\"1.0\"?><soap:Envelope/>'",
        "RIP ~ 02020000 0002 0000 0a000000 ff000000 00000000 00000001",
        "HSRP ~ 00 00 10 03 0a 78 01 00 'cisco' 000000 0a000001",
        "RTPS ~ 'RTPS' 0203 0101 5a*12 09010800 6a000000 00000000",
        "Geneve ~ 0000 6558 00002a00 5a*40",
        "L2TP ~ c802 0014 0000 0000 0000 0000 8008 0000 0000 0001",
      })
  void isNobodys(String name, String payload) {
    byte[] bytes = Octets.of(payload);

    assertThat(Decoders.summarize(Datagram.of(40000, 40002, bytes)))
        .as(name)
        .isEqualTo(Optional.empty());
  }
}
